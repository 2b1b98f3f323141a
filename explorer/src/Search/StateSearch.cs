using System.Runtime.ExceptionServices;
using Sim.CacheModel;

namespace Sim.Explorer;

/// <summary>Breadth-first search over the states of a machine, on several threads with the same result on any number of them.</summary>
/// <remarks>
/// States wait in the order in which they were found, and are taken in batches of a fixed size. (1) Threads expand the chunks of
/// a batch, while the shared tables are locked. (2) One thread expands, in order, what needed a new entry: so code runs and
/// numbers are given in an order that does not depend on the threads. (3) Threads add the successors to the visited set, each to
/// shards of its own, in order. (4) The new ones are numbered in order and join the frontier. So states are visited and numbered
/// as by the textbook loop over one queue.
/// </remarks>
/// <param name="growth">Locks the tables that the machines share.</param>
/// <param name="machines">A machine for each thread.</param>
/// <param name="limits">When to stop.</param>
internal sealed class StateSearch(GrowthLock growth, IReadOnlyList<Machine> machines, SearchLimits limits)
{
    // These two are properties of the search and not of the computer: they decide in which order tables grow.
    private const int WorthThreads = 4 * Batch.ChunkLength;
    private const int GrowingShare = 16;

    private readonly VisitedStates _visited = new(limits.IsExact);
    private readonly StateTrail _trail = new();
    private readonly Frontier _frontier = new();
    private readonly Batch _batch = new(growth);
    private readonly int[] _newBefore = new int[Batch.Capacity / Batch.ChunkLength];
    private bool _isGrowing = true;

    /// <summary>Distinct states found.</summary>
    public int StateCount => _trail.Count;

    /// <summary>Transitions taken.</summary>
    public long TransitionCount { get; private set; }

    /// <summary>The most bytes that visited set, trail and frontier have held.</summary>
    public long PeakMemoryBytes { get; private set; }

    /// <summary>The violation that ended the search, or null.</summary>
    public Violation? Violation { get; private set; }

    /// <summary>The choices that lead to it.</summary>
    public IReadOnlyList<int> Schedule { get; private set; } = [];

    /// <summary>Searches from the state that the first machine is in.</summary>
    /// <param name="progress">Told now and then about states and transitions; may be null.</param>
    /// <param name="stop">Cuts the search short.</param>
    public SearchEnd Run(Action<long, long>? progress, CancellationToken stop)
    {
        AddInitial();
        while (_frontier.Count > 0)
        {
            PeakMemoryBytes = Math.Max(PeakMemoryBytes, MemoryBytes);
            if (limits.Reached(StateCount, MemoryBytes, stop) is { } limit) { return limit; }
            progress?.Invoke(StateCount, TransitionCount);
            _batch.Start(_frontier.First, Math.Min(_frontier.Count, Batch.Capacity));
            Expand();
            FoundViolation? found = _batch.Violation;
            if (found is not null) { _batch.Truncate(found.State - _batch.First + 1); }
            Commit();
            if (found is not null) { return Report(found); }
            _frontier.RemoveBefore(_batch.First + _batch.Count);
        }
        return SearchEnd.Complete;
    }

    private long MemoryBytes => _visited.MemoryBytes + _trail.MemoryBytes + _frontier.MemoryBytes;

    private static void ForEach(int workers, int count, Action<int, int> body)
    {
        if (workers == 1)
        {
            for (int i = 0; i < count; i++) { body(0, i); }
            return;
        }
        int next = -1;
        try
        {
            Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, worker =>
            {
                for (int i; (i = Interlocked.Increment(ref next)) < count;) { body(worker, i); }
            });
        }
        catch (AggregateException failures)
        {
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }

    private void AddInitial()
    {
        Successors initial = new();
        initial.Add(machines[0], -1);
        _visited.Add(initial.Hash(0), initial.Vector(0));
        _trail.Set(_trail.Reserve(1), -1, -1);
        _frontier.Reserve(1, machines[0].Length);
        _frontier.Set(0, initial.Vector(0), initial.Hash(0), initial.CrashHash(0));
    }

    private void Expand()
    {
        // While most states make tables grow, giving a state up and starting it again costs more than a second thread gains.
        bool isAlone = _isGrowing || _batch.Count < WorthThreads;
        growth.IsLocked = !isAlone;
        try
        {
            ForEach(isAlone ? 1 : machines.Count, _batch.ChunkCount,
                (worker, chunk) => _batch.ExpandChunk(chunk, _frontier, machines[worker], _visited));
        }
        finally
        {
            growth.IsLocked = false;
        }
        _batch.ExpandLate(_frontier, machines[0], _visited);
        _isGrowing = _batch.Growing.Count() * GrowingShare > _batch.Count;
    }

    private void Commit()
    {
        int workers = _batch.Count < WorthThreads ? 1 : machines.Count;
        ForEach(workers, workers, (_, owner) => AddToVisited(owner, workers));
        int total = 0;
        for (int chunk = 0; chunk < _batch.ChunkCount; chunk++)
        {
            _newBefore[chunk] = total;
            total += CountNew(chunk);
        }
        total = (int)Math.Min(total, Math.Max(0, limits.MaxStates - StateCount));
        int first = _trail.Reserve(total);
        _frontier.Reserve(total, machines[0].Length);
        ForEach(workers, _batch.ChunkCount, (_, chunk) => Append(chunk, first + _newBefore[chunk], first + total));
        TransitionCount += _batch.TransitionCount();
    }

    /// <summary>Adds the successors to those shards that are congruent to their owner's number.</summary>
    private void AddToVisited(int owner, int ownerCount)
    {
        for (int place = 0; place < _batch.Count; place++)
        {
            (Successors successors, int start, int end) = _batch.SuccessorsOf(place);
            for (int at = start; at < end; at++)
            {
                StateHash hash = successors.Hash(at);
                if (VisitedStates.ShardOf(hash) % ownerCount == owner) { successors.SetNew(at, _visited.Add(hash, successors.Vector(at))); }
            }
        }
    }

    private int CountNew(int chunk)
    {
        int count = 0;
        (int from, int to) = _batch.BoundsOf(chunk);
        for (int place = from; place < to; place++)
        {
            (Successors successors, int start, int end) = _batch.SuccessorsOf(place);
            for (int at = start; at < end; at++) { count += successors.IsNew(at) ? 1 : 0; }
        }
        return count;
    }

    private void Append(int chunk, int next, int limit)
    {
        (int from, int to) = _batch.BoundsOf(chunk);
        for (int place = from; place < to; place++)
        {
            (Successors successors, int start, int end) = _batch.SuccessorsOf(place);
            for (int at = start; at < end && next < limit; at++)
            {
                if (!successors.IsNew(at)) { continue; }
                _trail.Set(next, _batch.First + place, successors.Choice(at));
                _frontier.Set(next, successors.Vector(at), successors.Hash(at), successors.CrashHash(at));
                next++;
            }
        }
    }

    private SearchEnd Report(FoundViolation found)
    {
        Violation = found.Violation;
        List<int> schedule = _trail.ScheduleTo(found.State);
        Schedule = found.Choice is { } choice ? [.. schedule, choice] : schedule;
        return SearchEnd.Violation;
    }
}
