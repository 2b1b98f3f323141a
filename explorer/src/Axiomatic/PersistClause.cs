using System.Numerics;

namespace Sim.Explorer.Axiomatic;

/// <summary>A rule by which one write must be persistent before another: a part of nvo, the order in which memory changes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Definition">The rule in the notation of the axioms.</param>
/// <param name="Raise">Adds its requirements for a candidate.</param>
/// <param name="Flush">The flushes that it completes, if it is about flushes.</param>
/// <param name="Fences">The fences that complete them; none when they complete by themselves.</param>
internal sealed record PersistClause(
    string Name,
    string Definition,
    Action<Candidate, PersistOrder> Raise,
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
    }, flush);

    /// <summary>What a flush covers is persistent before every write after a later fence of the thread, and before the fence itself if it writes.</summary>
    public static PersistClause Flushed(string name, string definition, EventClass flush, EventClass fences) => new(name, definition, (x, order) =>
    {
        for (ulong left = x.Of(flush); left != 0; left &= left - 1)
        {
            int f = BitOperations.TrailingZeroCount(left);
            ulong after = 0;
            for (ulong completing = x.Po[f] & x.Of(fences); completing != 0; completing &= completing - 1)
            {
                int fence = BitOperations.TrailingZeroCount(completing);
                after |= x.HappensBefore[fence] | 1UL << fence;
            }
            RequireCovered(x, order, f, after);
        }
    }, flush, fences);

    /// <summary>A write of a set is persistent before every write that follows it in one of the model's relations.</summary>
    public static PersistClause Ordered(string name, string definition, EventClass set, int relation) => new(name, definition, (x, order) =>
    {
        for (ulong left = x.Of(set) & x.Writes; left != 0; left &= left - 1)
        {
            int earlier = BitOperations.TrailingZeroCount(left);
            order.Require(earlier, x.Closure(relation)[earlier]);
        }
    });

    private static void RequireCovered(Candidate x, PersistOrder order, int flush, ulong after)
    {
        for (int i = 0; i < x.CoverCount; i++)
        {
            if (x.CoverFlush[i] == flush) { order.Require(x.CoverUnit[i], x.Covered[i], after); }
        }
    }
}
