using Sim.Simulator;

namespace Sim.Structures;

/// <summary>What a queue whose nodes are reused is asked to do.</summary>
internal static class FifoWorkloads
{
    /// <summary>The workloads of a queue, and those in which freed nodes come back; those with the fewest states first.</summary>
    public static IReadOnlyList<Workload> ForExploration(int threadCount, int operationCount, int keyCount)
    {
        Workload[] plain = [.. QueueWorkloads.ForExploration(threadCount, operationCount, keyCount)];
        Operation fresh = new(QueueState.Enqueue, (ulong)keyCount + 1);
        Operation dequeue = new(QueueState.Dequeue);
        // Four dequeues of one thread: the node that is free then shares no line with those in use.
        Operation[] turns = [.. Enumerable.Range(1, 4).SelectMany(number => new[] { new Operation(QueueState.Enqueue, 100 + (ulong)number), dequeue })];
        Workload Reusing(string name, Operation[] setup, Func<int, int, bool> enqueues) => new(name, setup,
            [.. Enumerable.Range(0, threadCount).Select(thread => (IReadOnlyList<Operation>)[.. Enumerable.Range(0, operationCount)
                .Select(index => enqueues(thread, index) ? new Operation(QueueState.Enqueue, (ulong)(((thread + 1) * 10) + index)) : dequeue)])],
            plain[0].Probe);
        return
        [
            .. plain,
            Reusing("reuse-enqueue", turns, (_, _) => true),
            Reusing("reuse-mixed", [.. turns, fresh], (thread, index) => (thread + index) % 2 == 0),
        ];
    }
}
