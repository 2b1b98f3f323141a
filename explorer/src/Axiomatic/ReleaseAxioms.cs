using System.Numerics;
using static Sim.Explorer.Axiomatic.EventClass;

namespace Sim.Explorer.Axiomatic;

/// <summary>Release persistency over sequential consistency: <c>rp</c> (LRP) and the weaker <c>arp</c>.</summary>
/// <remarks>
/// One-sided barriers on Arm's mnemonics: stores before a release (STLR) persist before it; a release that an acquire
/// (LDAR, LDAPR) reads persists before the stores after the acquire; one address persists in coherence order. Nothing is ordered after a
/// release or before an acquire. Under <c>arp</c> the release itself is not ordered after the stores before it; they precede only what
/// follows a synchronising acquire.
/// </remarks>
internal static class ReleaseAxioms
{
    private static readonly Clause Acquire = new("acquire", "[A|Q];po;[W]", (x, r) => r.Add(x.Po, x.Of(A | Q), x.Of(W)));

    private static readonly Axiom ReleasePersistency = new("pmo", "pmo = ([W];po;[L] | [L];rf;[A|Q] | [A|Q];po;[W] | co)+", AxiomShape.Acyclic,
        Communication.Co,
        new Clause("release", "[W];po;[L]", (x, r) => r.Add(x.Po, x.Of(W), x.Of(L))),
        Clause.OnReadsFrom("synchronise", "[L];rf;[A|Q]", (x, write, read) => Synchronises(x, write, read) ? 1UL << write : 0),
        Acquire);

    private static readonly Axiom AcquireReleasePersistency = new("pmo", "pmo = ([W];po?;[L];rf;[A|Q] | [A|Q];po;[W] | co)+", AxiomShape.Acyclic,
        Communication.Co,
        Clause.OnReadsFrom("synchronise", "[W];po?;[L];rf;[A|Q]", (x, write, read) => Synchronises(x, write, read) ? UpTo(x, write) : 0),
        Acquire);

    /// <summary><c>rp</c> and <c>arp</c>.</summary>
    public static IReadOnlyList<AxiomaticModel> Models { get; } =
    [
        new("rp", [StrictAxioms.SequentialConsistency, ReleasePersistency], [PersistClause.Ordered("persist-in-pmo", "[W];pmo is part of nvo", W, relation: 1)]),
        new("arp", [StrictAxioms.SequentialConsistency, AcquireReleasePersistency], [PersistClause.Ordered("persist-in-pmo", "[W];pmo is part of nvo", W, relation: 1)]),
    ];

    private static bool Synchronises(Candidate x, int write, int read) => (x.Of(L) >> write & 1) != 0 && (x.Of(A | Q) >> read & 1) != 0;

    private static ulong UpTo(Candidate x, int write)
    {
        ulong events = 1UL << write;
        for (ulong left = x.Writes; left != 0; left &= left - 1)
        {
            int e = BitOperations.TrailingZeroCount(left);
            if (x.Po.Has(e, write)) { events |= 1UL << e; }
        }
        return events;
    }
}
