using Sim.Simulator;

namespace Sim.Structures;

/// <summary>Small workloads that together reach every persist point of FAST&amp;FAIR.</summary>
/// <param name="geometry">The page's size.</param>
/// <param name="threadCount">Threads.</param>
/// <param name="operationCount">Operations per thread.</param>
/// <param name="keyCount">How many different keys the plain inserts use.</param>
internal sealed class FastFairWorkloads(FastFairGeometry geometry, int threadCount, int operationCount, int keyCount)
{
    private const ulong Distance = 10;

    /// <summary>The workloads, cheapest first.</summary>
    public IReadOnlyList<Workload> All() =>
    [
        Make("insert", [], (thread, index) => Insert(1 + ((ulong)((index * threadCount) + thread) % (ulong)keyCount), thread, index)),
        Make("ascending", [], (thread, index) => Insert((ulong)((index * threadCount) + thread + 1), thread, index)),
        Make("get-insert", [], (thread, index) => thread % 2 == 0 ? Insert(1, thread, index) : MapState.Get(1)),
        Make("delete-insert", Ascending(1), (thread, index) => (thread + index) % 2 == 0 ? MapState.Delete(Distance) : Insert(Distance, thread, index)),
        Make("insert-front", Ascending(4), (thread, index) => index % 2 == 0 ? Insert(1 + (ulong)thread, thread, index) : MapState.Get(Distance)),
        Make("delete-front", Ascending(4), (thread, index) => index % 2 == 0
            ? MapState.Delete(Distance * (1 + (ulong)thread))
            : MapState.Get(4 * Distance)),
        Make("split", Ascending(geometry.Capacity), (thread, index) => index % 2 == 0
            ? Insert(thread % 2 == 0 ? Last(geometry.Capacity) + (ulong)thread + 1 : 1 + (ulong)thread, thread, index)
            : MapState.Delete(Last(geometry.Capacity / 2) + Distance)),
        Make("fill-lower", [.. Ascending(geometry.Capacity + 1), Insert(Last(3) + 1, 8, 0)],
            (thread, index) => Insert((ulong)((index * threadCount) + thread + 1), thread, index)),
        Make("split-leaf", Ascending(geometry.Capacity + Growth), (thread, index) => index % 2 == 0
            ? Insert(Last(geometry.Capacity + Growth) + (ulong)thread + 1, thread, index)
            : MapState.Get(Last(geometry.Capacity + Growth) - Distance)),
        Make("split-inner", Ascending(geometry.Capacity + (geometry.Capacity * Growth)), (thread, index) => index % 2 == 0
            ? Insert(Last(geometry.Capacity + (geometry.Capacity * Growth)) + (ulong)thread + 1, thread, index)
            : MapState.Get(Distance)),
    ];

    /// <summary>How many ascending inserts fill the last leaf again after a split.</summary>
    private int Growth => geometry.Capacity - (geometry.Capacity - (geometry.Capacity / 2));

    private static ulong Last(int count) => (ulong)count * Distance;

    private static Operation[] Ascending(int count) =>
        [.. Enumerable.Range(1, count).Select(number => MapState.Insert((ulong)number * Distance, 1000 + (ulong)number))];

    private static Operation Insert(ulong key, int thread, int index) => MapState.Insert(key, (ulong)(((thread + 1) * 100) + index));

    private Workload Make(string name, Operation[] setup, Func<int, int, Operation> operation) => new(name, setup,
        [.. Enumerable.Range(0, threadCount).Select(thread =>
            (IReadOnlyList<Operation>)[.. Enumerable.Range(0, operationCount).Select(index => operation(thread, index))])],
        [MapState.Insert(5, 5), MapState.Get(Distance), MapState.Delete(1), MapState.Insert(1, 6), MapState.Get(1)]);
}
