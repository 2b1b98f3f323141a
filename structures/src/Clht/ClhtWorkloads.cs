using Sim.Simulator;

namespace Sim.Structures;

/// <summary>Small workloads that together reach every persist point of P-CLHT.</summary>
internal static class ClhtWorkloads
{
    /// <summary>The workloads, cheapest first.</summary>
    public static IReadOnlyList<Workload> ForExploration(int threadCount, int operationCount, int keyCount)
    {
        ulong keys = (ulong)keyCount;
        Operation[] probe = [MapState.Insert(keys + 9, 7), MapState.Get(1), MapState.Delete(1), MapState.Insert(1, 8), MapState.Get(1)];
        Workload Make(string name, Operation[] setup, Func<int, int, Operation> operation) => new(name, setup,
            [.. Enumerable.Range(0, threadCount).Select(thread =>
                (IReadOnlyList<Operation>)[.. Enumerable.Range(0, operationCount).Select(index => operation(thread, index))])],
            probe);
        ulong Value(int thread, int index) => (ulong)(((thread + 1) * 10) + index);
        ulong Key(int thread, int index) => 1 + ((ulong)((index * threadCount) + thread) % keys);
        Operation[] full = [.. Enumerable.Range(0, 3).Select(number => MapState.Insert(keys + 1 + (ulong)number, 1))];
        // Four chains of a table that has grown once; one of them is full.
        Operation[] grown = [.. full, .. new ulong[] { 100, 104, 108 }.Select(key => MapState.Insert(key, 1))];
        return
        [
            Make("insert-same", [], (thread, index) => MapState.Insert(1, Value(thread, index))),
            Make("get-insert", [], (thread, index) => thread % 2 == 0 ? MapState.Insert(1, Value(thread, index)) : MapState.Get(1)),
            Make("delete-insert", [MapState.Insert(1, 1)],
                (thread, index) => (thread + index) % 2 == 0 ? MapState.Delete(1) : MapState.Insert(1, Value(thread, index))),
            Make("insert", [], (thread, index) => MapState.Insert(Key(thread, index), Value(thread, index))),
            Make("resize", full, (thread, index) => index % 2 == 0
                ? MapState.Insert(Key(thread, index), Value(thread, index))
                : MapState.Get(Key(thread, index - 1))),
            Make("resize-chain", [.. new ulong[] { 4, 8, 12 }.Select(key => MapState.Insert(key, 1))], (thread, index) => index % 2 == 0
                ? MapState.Insert(16 + (4 * (ulong)thread), Value(thread, index))
                : MapState.Get(16)),
            Make("chain", grown, (thread, index) => index % 2 == 0
                ? MapState.Insert(112 + (4 * (ulong)thread), Value(thread, index))
                : MapState.Delete(112 + (4 * (ulong)((thread + 1) % threadCount)))),
        ];
    }
}
