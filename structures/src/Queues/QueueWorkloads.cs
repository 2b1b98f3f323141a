using Sim.Simulator;

namespace Sim.Structures;

/// <summary>What a queue is asked to do.</summary>
internal static class QueueWorkloads
{
    /// <summary>Threads of one kind, of both kinds, and threads that do both; those with the fewest states first.</summary>
    public static IReadOnlyList<Workload> ForExploration(int threadCount, int operationCount, int keyCount)
    {
        Operation fresh = Enqueue((ulong)keyCount + 1);
        Operation[] probe = [Dequeue, fresh, Dequeue];
        Operation Numbered(int number) => Enqueue(1 + ((ulong)number % (ulong)keyCount));
        Workload Make(string name, int itemCount, Func<int, int, bool> enqueues) => new(
            name,
            [.. Enumerable.Range(0, itemCount).Select(Numbered)],
            [.. Enumerable.Range(0, threadCount).Select(thread => (IReadOnlyList<Operation>)[.. Enumerable.Range(0, operationCount)
                .Select(index => enqueues(thread, index) ? Numbered(itemCount + (thread * operationCount) + index) : Dequeue)])],
            probe);
        return
        [
            Make("dequeue-last", 1, (_, _) => false),
            Make("hand-over", 0, (thread, _) => thread % 2 == 0),
            Make("mixed", 1, (thread, index) => (thread + index) % 2 == 0),
            Make("enqueue", 0, (_, _) => true),
            Make("dequeue", Math.Max(2, (threadCount * operationCount) - 1), (_, _) => false),
        ];
    }

    /// <summary>Enqueue and dequeue in turns, so that the queue stays short; values are distinct where <paramref name="keyCount"/> is 0.</summary>
    public static Operation Timed(int thread, int index, int keyCount, ulong seed) =>
        index % 2 == 0 ? Enqueue(SplitMix64.NumberAt(seed, thread, index, keyCount)) : Dequeue;

    private static Operation Dequeue => new(QueueState.Dequeue);

    private static Operation Enqueue(ulong value) => new(QueueState.Enqueue, value);
}
