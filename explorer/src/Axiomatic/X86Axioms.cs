using static Sim.Explorer.Axiomatic.EventClass;

namespace Sim.Explorer.Axiomatic;

/// <summary>x86-TSO with flushes, fences and non-temporal stores: <c>tso</c>, <c>px86</c>, <c>px86-line</c> and <c>eadr</c>.</summary>
/// <remarks>
/// The axioms of Cho et al. [Cho+21], equal to Px86sim [Raad+20], with two additions.
/// <para>
/// Non-temporal stores [Raad+22], which the axioms do not have: <c>nob</c> transcribes their rows and columns of the ordering table.
/// They are part of external communication like any write, a thread sees its own ones like any write (both irreflexivity
/// axioms), and they have left the write-combining buffer for memory when they are visible (<c>P-nt</c>).
/// </para>
/// <para>
/// Where the crash falls. Cho et al. take a program-order prefix of every thread, of which all flushes are performed. With
/// non-temporal stores a prefix is too coarse: one of them may be in memory while an older clflush still waits. So here
/// an execution is complete, and a crash cuts it at a set of events closed under the order <c>external</c>; <c>fob-after</c>
/// says what waits for a clflush. Without non-temporal stores both give the same crash states: a prefix extends to a complete execution
/// (a store is added last in co, a read returns the newest store, a flush covers everything), and since a flush may always
/// be moved up to just after what it must follow, the order from a flush to what comes later removes only executions that persist more.
/// </para>
/// </remarks>
internal static class X86Axioms
{
    private static readonly Axiom External = new("external", "acyclic(obs | dob | bob | fob | nob | pf | fp), obs = rfe | fre | co", AxiomShape.Acyclic,
        Communication.Rfe | Communication.Fre | Communication.Co | Communication.Pf | Communication.Fp,
        new Clause("dob-read", "[R|U];po;[R|W|NT|U]", (x, r) => r.Add(x.Po, x.Of(R | U), x.Of(R | W | NT | U))),
        new Clause("dob-write", "[W];po;[W|U]", (x, r) => r.Add(x.Po, x.Of(W), x.Of(W | U))),
        new Clause("bob", "[R|W|NT|U];po;[MF];po;[R|W|NT|U]", (x, r) => Through(x, r, R | W | NT | U, MF, R | W | NT | U)),
        new Clause("bob-sfence", "[W|NT|U];po;[SF];po;[W|NT|U]", (x, r) => Through(x, r, W | NT | U, SF, W | NT | U)),
        new Clause("fob-clflush", "[R|W|U];po;[FL]", (x, r) => r.Add(x.Po, x.Of(R | W | U), x.Of(FL))),
        new Clause("fob-read", "[R|U];po;[FO]", (x, r) => r.Add(x.Po, x.Of(R | U), x.Of(FO))),
        new Clause("fob-fence", "[W|NT];po;[MF|SF];po;[FO|FL]", (x, r) => Through(x, r, W | NT, MF | SF, FO | FL)),
        new Clause("fob-line", "[W];(po & cl);[FO]", (x, r) => r.Add(x.PoLine, x.Of(W), x.Of(FO))),
        new Clause("fob-clflush-line", "[W];po;[FL];(po & cl);[FO]", (x, r) => r.Add(x.PoLine, x.Of(FL), x.Of(FO))),
        new Clause("fob-after", "[FL];po;[W|U|FL|SF|MF]", (x, r) => r.Add(x.Po, x.Of(FL), x.Of(W | U | FL | SF | MF))),
        new Clause("nob-line", "[NT];(po & cl);[W|NT|FL|FO]", (x, r) => r.Add(x.PoLine, x.Of(NT), x.Of(W | NT | FL | FO))),
        new Clause("nob-after-line", "[W|FL];(po & cl);[NT]", (x, r) => r.Add(x.PoLine, x.Of(W | FL), x.Of(NT))),
        new Clause("nob-rmw", "[NT];po;[U]", (x, r) => r.Add(x.Po, x.Of(NT), x.Of(U))));

    // Both compositions can only close inside a thread, so the internal parts of fr and rf are all that they see.
    private static readonly Axiom OwnStores = new("own-stores", "irreflexive(po;fr)", AxiomShape.Irreflexive, Communication.Fri,
        new Clause("po", "po", (x, r) => r.Add(x.Po)));

    private static readonly Axiom NoFutureReads = new("no-future-reads", "irreflexive(po?;rf)", AxiomShape.Irreflexive, Communication.Rfi,
        new Clause("po?", "po?", (x, r) =>
        {
            r.Add(x.Po);
            for (int e = 0; e < x.Count; e++)
            {
                r.Add(e, e);
            }
        }));

    private static readonly Axiom[] Consistency = [External, OwnStores, NoFutureReads];

    // P: what is persistent in every crash state that keeps something after the flush, its fence, or the non-temporal store.
    private static readonly PersistClause[] Adr =
    [
        PersistClause.Flushed("P-clflush", "domain(pf;[FL])", FL),
        PersistClause.Flushed("P-clwb", "domain(pf;[FO];po;[MF|SF|U])", FO, MF | SF | U),
        PersistClause.Ordered("P-nt", "[NT];external+ is part of nvo: visible means persistent", NT, relation: 0),
    ];

    /// <summary>The x86 models.</summary>
    public static IReadOnlyList<AxiomaticModel> Models { get; } =
    [
        new("tso", Consistency, []),
        new("px86", Consistency, Adr),
        new("px86-line", Consistency, Adr, PersistsByLine: true),
        new("eadr", Consistency, [PersistClause.Ordered("P-visible", "[W|NT|U];external+ is part of nvo", W | NT | U, relation: 0)]),
    ];

    private static void Through(Candidate x, Relation r, EventClass before, EventClass fence, EventClass after)
    {
        r.Add(x.Po, x.Of(before), x.Of(fence));
        r.Add(x.Po, x.Of(fence), x.Of(after));
    }
}
