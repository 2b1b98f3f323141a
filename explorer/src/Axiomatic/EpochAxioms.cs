using System.Numerics;
using static Sim.Explorer.Axiomatic.EventClass;

namespace Sim.Explorer.Axiomatic;

/// <summary>Buffered epoch persistency [Pelley+14] and strand persistency [Pelley+14, Gogte+20] over sequential consistency.</summary>
/// <remarks>
/// <c>pmo</c> orders accesses of one thread with a barrier between them, and accesses of one address of which one is a store (strong
/// persist atomicity: those pairs are exactly what rf, co and fr connect). A crash keeps a pmo-closed set of the stores executed.
/// Under <c>strand</c> a barrier counts only where no new strand begins between the two accesses; a join counts always. In closed form that
/// is the machine with the sets before, cur, old and base: an access is in <c>before</c> exactly if a join, or a barrier of the same strand, stands between.
/// </remarks>
internal static class EpochAxioms
{
    private const EventClass Access = R | W;

    private static readonly Clause EpochBarrier = new("barrier", "[R|W];po;[PB];po;[R|W]", (x, r) => Through(x, r, PB));

    private static readonly Clause StrandBarrier = new("barrier", "[R|W];po;[PB];po;[R|W] without NS between", BarrierOfStrand);

    private static readonly PersistClause[] Persistence =
    [
        PersistClause.Ordered("persist-in-pmo", "[W];pmo is part of nvo", W, relation: 1),
        new("durable-at-dfence", "[W];pmo;[DF];sc+ is part of nvo", (x, order) =>
        {
            for (ulong fences = x.Of(DF); fences != 0; fences &= fences - 1)
            {
                int fence = BitOperations.TrailingZeroCount(fences);
                for (ulong writes = x.Writes; writes != 0; writes &= writes - 1)
                {
                    int write = BitOperations.TrailingZeroCount(writes);
                    if (x.Closure(1).Has(write, fence)) { order.Require(write, x.HappensBefore[fence]); }
                }
            }
        }, (x, missing, kept) => [new(FenceBetween(x, missing, kept), Axiom: 1), new(kept)]),
    ];

    /// <summary><c>epoch</c>, which knows no strands, and <c>strand</c>.</summary>
    public static IReadOnlyList<AxiomaticModel> Models { get; } =
    [
        new("epoch", [StrictAxioms.SequentialConsistency, PersistMemoryOrder(EpochBarrier)], Persistence),
        new("strand", [StrictAxioms.SequentialConsistency, PersistMemoryOrder(StrandBarrier)], Persistence),
    ];

    private static Axiom PersistMemoryOrder(Clause barrier) => new("pmo", "pmo = (barrier | join | rf | co | fr)+", AxiomShape.Acyclic,
        Communication.Rf | Communication.Fr | Communication.Co,
        barrier,
        new Clause("join", "[R|W];po;[JS];po;[R|W]", (x, r) => Through(x, r, JS)),
        new Clause("durability-fence", "[R|W];po;[DF];po;[R|W]", (x, r) => Through(x, r, DF)));

    private static int FenceBetween(Candidate x, int missing, int kept)
    {
        ulong fences = x.Of(DF) & x.Closure(1)[missing];
        while (!x.HappensBefore.Has(BitOperations.TrailingZeroCount(fences), kept))
        {
            fences &= fences - 1;
        }
        return BitOperations.TrailingZeroCount(fences);
    }

    private static void Through(Candidate x, Relation r, EventClass fence)
    {
        r.Add(x.Po, x.Of(Access), x.Of(fence));
        r.Add(x.Po, x.Of(fence), x.Of(Access));
    }

    private static void BarrierOfStrand(Candidate x, Relation r)
    {
        for (ulong barriers = x.Of(PB); barriers != 0; barriers &= barriers - 1)
        {
            int barrier = BitOperations.TrailingZeroCount(barriers);
            ulong before = 0;
            ulong after = x.Po[barrier] & x.Of(Access);
            for (int e = 0; e < barrier; e++)
            {
                if (x.Po.Has(e, barrier)) { before |= 1UL << e; }
            }
            for (ulong strands = x.Of(NS); strands != 0; strands &= strands - 1)
            {
                int strand = BitOperations.TrailingZeroCount(strands);
                if (x.Po.Has(barrier, strand)) { after &= ~x.Po[strand]; }
                if (x.Po.Has(strand, barrier)) { before &= x.Po[strand]; }
            }
            for (before &= x.Of(Access); before != 0; before &= before - 1)
            {
                int e = BitOperations.TrailingZeroCount(before);
                for (ulong left = after; left != 0; left &= left - 1)
                {
                    r.Add(e, BitOperations.TrailingZeroCount(left));
                }
            }
        }
    }
}
