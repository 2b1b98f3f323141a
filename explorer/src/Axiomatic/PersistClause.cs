using System.Diagnostics;
using System.Numerics;

namespace Sim.Explorer.Axiomatic;

/// <summary>A step of the way from a write to one that it must be persistent before.</summary>
/// <param name="To">The event that the step leads to.</param>
/// <param name="Axiom">The axiom in whose relation there is a path; used without a label.</param>
/// <param name="Label">The relation of a direct step, or null.</param>
internal readonly record struct PersistLeg(int To, int Axiom = 0, string? Label = null);

/// <summary>A rule by which one write must be persistent before another: a part of nvo, the order in which memory changes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Definition">The rule in the notation of the axioms.</param>
/// <param name="Raise">Adds its requirements for a candidate.</param>
/// <param name="Legs">For a write that must be persistent before another one: how the rule gets from the first to the second.</param>
/// <param name="Flush">The flushes that it completes, if it is about flushes.</param>
/// <param name="Fences">The fences that complete them; none when they complete by themselves.</param>
internal sealed record PersistClause(
    string Name,
    string Definition,
    Action<Candidate, PersistOrder> Raise,
    Func<Candidate, int, int, IEnumerable<PersistLeg>> Legs,
    EventClass Flush = EventClass.None,
    EventClass Fences = EventClass.None)
{
    /// <summary>Whether this rule speaks of a flush of the candidate: only then does it matter what the flush covers.</summary>
    public bool Completes(Candidate x, int flush) =>
        (x.Of(Flush) >> flush & 1) != 0 && (Fences == EventClass.None || (x.Po[flush] & x.Of(Fences)) != 0);

    /// <summary>What a flush covers is persistent before every write after the flush.</summary>
    public static PersistClause Flushed(string name, string definition, EventClass flush) => new(name, definition, (x, order) =>
    {
        for (ulong left = x.Of(flush); left != 0; left &= left - 1)
        {
            int f = BitOperations.TrailingZeroCount(left);
            RequireCovered(x, order, f, x.HappensBefore[f]);
        }
    }, (x, missing, kept) => [new(CoveringFlush(x, flush, missing, f => x.HappensBefore[f], kept), Label: "pf"), new(kept)], flush);

    /// <summary>What a flush covers is persistent before every write after a later fence of the thread, and before the fence itself if it writes.</summary>
    public static PersistClause Flushed(string name, string definition, EventClass flush, EventClass fences) => new(name, definition, (x, order) =>
    {
        for (ulong left = x.Of(flush); left != 0; left &= left - 1)
        {
            int f = BitOperations.TrailingZeroCount(left);
            RequireCovered(x, order, f, AfterFences(x, f, fences));
        }
    }, (x, missing, kept) =>
    {
        int f = CoveringFlush(x, flush, missing, f => AfterFences(x, f, fences), kept);
        ulong completing = x.Po[f] & x.Of(fences);
        while (!IsAfter(x, BitOperations.TrailingZeroCount(completing), kept))
        {
            completing &= completing - 1;
        }
        int fence = BitOperations.TrailingZeroCount(completing);
        PersistLeg[] toFence = [new(f, Label: "pf"), new(fence, Label: "po")];
        return fence == kept ? toFence : [.. toFence, new PersistLeg(kept)];
    }, flush, fences);

    /// <summary>A write of a set is persistent before every write that follows it in one of the model's relations.</summary>
    public static PersistClause Ordered(string name, string definition, EventClass set, int relation) => new(name, definition, (x, order) =>
    {
        for (ulong left = x.Of(set) & x.Writes; left != 0; left &= left - 1)
        {
            int earlier = BitOperations.TrailingZeroCount(left);
            order.Require(earlier, x.Closure(relation)[earlier]);
        }
    }, (_, _, kept) => [new(kept, relation)]);

    private static bool IsAfter(Candidate x, int fence, int write) => fence == write || x.HappensBefore.Has(fence, write);

    private static ulong AfterFences(Candidate x, int flush, EventClass fences)
    {
        ulong after = 0;
        for (ulong completing = x.Po[flush] & x.Of(fences); completing != 0; completing &= completing - 1)
        {
            int fence = BitOperations.TrailingZeroCount(completing);
            after |= x.HappensBefore[fence] | 1UL << fence;
        }
        return after;
    }

    // The flush by which the write must be persistent before the one that was kept.
    private static int CoveringFlush(Candidate x, EventClass flush, int missing, Func<int, ulong> after, int kept)
    {
        for (int i = 0; i < x.CoverCount; i++)
        {
            int f = x.CoverFlush[i];
            bool covers = x.Covered[i] > 0 && x.Order[x.CoverUnit[i]][x.Covered[i] - 1] == missing;
            if (covers && (x.Of(flush) >> f & 1) != 0 && (after(f) >> kept & 1) != 0) { return f; }
        }
        throw new UnreachableException("some flush requires the write");
    }

    private static void RequireCovered(Candidate x, PersistOrder order, int flush, ulong after)
    {
        for (int i = 0; i < x.CoverCount; i++)
        {
            if (x.CoverFlush[i] == flush) { order.Require(x.CoverUnit[i], x.Covered[i], after); }
        }
    }
}
