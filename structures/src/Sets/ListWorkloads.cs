using Sim.Simulator;

namespace Sim.Structures;

/// <summary>What a set is asked to do.</summary>
internal static class ListWorkloads
{
    /// <summary>The key space of a timed run that asks for distinct keys: an operation takes time linear in the list's length.</summary>
    public const int DefaultTimedKeys = 1000;

    /// <summary>Inserts of different keys, readers beside writers of one key, and removers of one key.</summary>
    public static IReadOnlyList<Workload> ForExploration(int threadCount, int operationCount, int keyCount)
    {
        Operation[] probe = [Insert((ulong)keyCount + 1), Contains(1), Remove(1)];
        Workload Make(string name, Operation[] setup, Func<int, int, Operation> operation) => new(
            name,
            setup,
            [.. Enumerable.Range(0, threadCount).Select(thread =>
                (IReadOnlyList<Operation>)[.. Enumerable.Range(0, operationCount).Select(index => operation(thread, index))])],
            probe);
        return
        [
            Make("insert", [], (thread, index) => Insert(1 + ((ulong)((index * threadCount) + thread) % (ulong)keyCount))),
            Make("insert-one-key", [], (thread, index) => index % 2 == 0 ? Insert(1) : Contains(1)),
            Make("read", [], (thread, index) => (thread % 2, index % 2) switch
            {
                (1, _) => Contains(1),
                (_, 0) => Insert(1),
                _ => Remove(1),
            }),
            Make("remove", [Insert(1)], (thread, index) => (index % 2, thread % 2) switch
            {
                (0, _) => Remove(1),
                (_, 0) => Insert(1),
                _ => Contains(1),
            }),
            Make("remove-neighbours", [Insert(1), Insert(3)], (thread, index) => (index % 2, thread % 2) switch
            {
                (0, 0) => Remove(1),
                (0, _) => Insert(2),
                (_, 0) => Contains(2),
                _ => Remove(3),
            }),
        ];
    }

    /// <summary>An insert or a lookup, with equal probability, of a random key from 1.</summary>
    /// <remarks>With <paramref name="keyCount"/> 0 there are <see cref="DefaultTimedKeys"/> keys.</remarks>
    public static Operation Timed(int thread, int index, int keyCount, ulong seed)
    {
        ulong random = SplitMix64.At(seed, thread, index);
        ulong key = 1 + ((random >> 1) % (ulong)(keyCount == 0 ? DefaultTimedKeys : keyCount));
        return (random & 1) == 0 ? Insert(key) : Contains(key);
    }

    private static Operation Insert(ulong key) => new(SetState.Insert, key);

    private static Operation Remove(ulong key) => new(SetState.Remove, key);

    private static Operation Contains(ulong key) => new(SetState.Contains, key);
}
