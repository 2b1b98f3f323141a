using System.Numerics;
using static Sim.Explorer.Axiomatic.EventClass;

namespace Sim.Explorer.Axiomatic;

/// <summary>Multi-copy-atomic Armv8 with DC CVAP: <c>armv8</c> and <c>parmv8</c>.</summary>
/// <remarks>
/// Consistency after [Pulte+18, Alglave+21]; persistency PARMv8 [Raad+19] in the form of [Cho+21]. A crash cuts a complete execution
/// at a set of events closed under <c>external</c> (see <see cref="X86Axioms"/> for why that equals taking program-order
/// prefixes). FO is DC CVAP. A store-exclusive succeeds only on the location of its load-exclusive; its result carries no dependency.
/// </remarks>
internal static class ArmAxioms
{
    private static readonly Axiom External = new("external", "acyclic(obs | dob | aob | bob | fob | pf | fp), obs = rfe | fr | co", AxiomShape.Acyclic,
        Communication.Rfe | Communication.Fr | Communication.Co | Communication.Pf | Communication.Fp,
        new Clause("dob-addr", "addr", (x, r) => Depends(x, r, e => e.AddressFrom, R | W)),
        new Clause("dob-data", "data", (x, r) => Depends(x, r, e => e.DataFrom, W)),
        Clause.OnReadsFrom("dob-forward", "(addr | data);rfi", (x, write, read) =>
            IsInternal(x, write, read) ? (x.Events[write].AddressFrom | x.Events[write].DataFrom) << x.FirstOf(x.Events[write].Thread) : 0),
        new Clause("dob-ctrl", "ctrl;[W]", (x, r) => Depends(x, r, e => e.ControlFrom, W)),
        new Clause("dob-addr-po", "addr;po;[W]", (x, r) => AfterAddress(x, r, W)),
        new Clause("dob-isb", "(ctrl | addr;po);[ISB];po;[R]", BeforeIsb),
        Clause.OnReadsFrom("aob", "[X];rfi;[A|Q]", (x, write, read) =>
            IsInternal(x, write, read) && (x.Of(X) >> write & x.Of(A | Q) >> read & 1) != 0 ? 1UL << write : 0),
        new Clause("bob-full", "[R|W];po;[DMB|DSB full];po;[R|W]", (x, r) => Through(x, r, R | W, BarrierFull, R | W)),
        new Clause("bob-ld", "[R];po;[DMB|DSB ld];po;[R|W]", (x, r) => Through(x, r, R, BarrierLoad, R | W)),
        new Clause("bob-st", "[W];po;[DMB|DSB st];po;[W]", (x, r) => Through(x, r, W, BarrierStore, W)),
        new Clause("bob-release-acquire", "[L];po;[A]", (x, r) => r.Add(x.Po, x.Of(L), x.Of(A))),
        new Clause("bob-acquire", "[A|Q];po;[R|W]", (x, r) => r.Add(x.Po, x.Of(A | Q), x.Of(R | W))),
        new Clause("bob-release", "[R|W];po;[L]", (x, r) => r.Add(x.Po, x.Of(R | W), x.Of(L))),
        new Clause("fob-line", "[R|W];(po & cl);[FO]", (x, r) => r.Add(x.PoLine, x.Of(R | W), x.Of(FO))),
        new Clause("fob-full", "[R|W];po;[DMB|DSB full];po;[FO]", (x, r) => Through(x, r, R | W, BarrierFull, FO)));

    private static readonly Axiom Internal = new("internal", "acyclic((po & same location) | fr | co | rf)", AxiomShape.Acyclic,
        Communication.Rf | Communication.Fr | Communication.Co,
        new Clause("po-loc", "po & same location, accesses", (x, r) => r.Add(x.PoLocation, x.Of(R | W), x.Of(R | W))));

    private static readonly Axiom Atomic =
        new("atomic", "no external write co-between the two events of an exclusive pair", AxiomShape.Atomic, Communication.None);

    /// <summary>The Arm models.</summary>
    public static IReadOnlyList<AxiomaticModel> Models { get; } =
    [
        new("armv8", [External, Internal, Atomic], []),
        new("parmv8", [External, Internal, Atomic], [PersistClause.Flushed("P-cvap", "domain(pf;[FO];po;[DSB full])", FO, DsbFull)]),
    ];

    private static void Through(Candidate x, Relation r, EventClass before, EventClass fence, EventClass after)
    {
        r.Add(x.Po, x.Of(before), x.Of(fence));
        r.Add(x.Po, x.Of(fence), x.Of(after));
    }

    private static void Depends(Candidate x, Relation r, Func<ExecutionEvent, ulong> from, EventClass to)
    {
        for (ulong left = x.Of(to); left != 0; left &= left - 1)
        {
            int e = BitOperations.TrailingZeroCount(left);
            AddAll(r, from(x.Events[e]) << x.FirstOf(x.Events[e].Thread), e);
        }
    }

    // The loads on which the address of an access before e depends: addr;po.
    private static ulong EarlierAddresses(Candidate x, int e)
    {
        ulong loads = 0;
        for (int earlier = x.FirstOf(x.Events[e].Thread); earlier < e; earlier++)
        {
            if ((x.Of(R | W) >> earlier & 1) != 0) { loads |= x.Events[earlier].AddressFrom; }
        }
        return loads << x.FirstOf(x.Events[e].Thread);
    }

    private static void AfterAddress(Candidate x, Relation r, EventClass to)
    {
        for (ulong left = x.Of(to); left != 0; left &= left - 1)
        {
            int e = BitOperations.TrailingZeroCount(left);
            AddAll(r, EarlierAddresses(x, e), e);
        }
    }

    private static void BeforeIsb(Candidate x, Relation r)
    {
        AfterAddress(x, r, Isb);
        Depends(x, r, e => e.ControlFrom, Isb);
        r.Add(x.Po, x.Of(Isb), x.Of(R));
    }

    private static void AddAll(Relation r, ulong from, int to)
    {
        for (; from != 0; from &= from - 1)
        {
            r.Add(BitOperations.TrailingZeroCount(from), to);
        }
    }

    private static bool IsInternal(Candidate x, int write, int read) => x.Events[write].Thread == x.Events[read].Thread;
}
