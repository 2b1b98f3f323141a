using Sim.Simulator;

namespace Sim.Structures;

/// <summary>Small workloads that together reach every persist point of CCEH.</summary>
/// <remarks>
/// All keys of a workload share a path as far as their prefixes allow, so that threads meet. Each probe uses a key that the
/// crash may have caught half inserted, since a claim or lock that recovery forgets makes the next user wait for ever.
/// </remarks>
/// <param name="geometry">The table's sizes.</param>
/// <param name="threadCount">Threads.</param>
/// <param name="operationCount">Operations per thread.</param>
/// <param name="keyCount">How many different keys the plain inserts use.</param>
internal sealed class CcehWorkloads(CcehGeometry geometry, int threadCount, int operationCount, int keyCount)
{
    private readonly CcehKeys _keys = new(geometry);

    /// <summary>The workloads, cheapest first.</summary>
    public IReadOnlyList<Workload> All() =>
        [InsertSame(), GetInsert(), DeleteInsert(), Insert(), InsertDouble(), InsertSplit()];

    private Workload InsertSame()
    {
        ulong key = Key();
        return new("insert-same", [], Threads((thread, index) => MapState.Insert(key, Value(thread, index))), Probe(key, Key()));
    }

    private Workload GetInsert()
    {
        ulong key = Key();
        return new("get-insert", [],
            Threads((thread, index) => thread % 2 == 0 ? MapState.Insert(key, Value(thread, index)) : MapState.Get(key)),
            Probe(key, Key()));
    }

    private Workload DeleteInsert()
    {
        ulong key = Key();
        return new("delete-insert", [MapState.Insert(key, 1)],
            Threads((thread, index) => (thread + index) % 2 == 0 ? MapState.Delete(key) : MapState.Insert(key, Value(thread, index))),
            Probe(key, Key()));
    }

    /// <summary>Two keys for the first segment, two for the second, and so on, as long as the key count allows.</summary>
    private Workload Insert()
    {
        int count = Math.Min(keyCount, threadCount * operationCount);
        ulong[] keys = [.. Enumerable.Range(0, count).Select(number => Key((ulong)(number / 2) & 1))];
        return new("insert", [],
            Threads((thread, index) => MapState.Insert(keys[((index * threadCount) + thread) % keys.Length], Value(thread, index))),
            Probe(keys[0], Key()));
    }

    /// <summary>Fills the first segment, whose split doubles the directory.</summary>
    private Workload InsertDouble() => Split("insert-double", [], 0);

    /// <summary>Doubles the directory, then fills the last segment, whose split does not.</summary>
    /// <remarks>In <see cref="CcehGeometry.Small"/> its left and right entries, 6 and 7, lie in different lines.</remarks>
    private Workload InsertSplit()
    {
        List<Operation> doubling = [];
        for (int index = 0; index <= geometry.WindowSlots; index++) { doubling.Add(MapState.Insert(Key(index % 2, 0), 1)); }
        return Split("insert-split", doubling, (1UL << geometry.InitialDepth) - 1);
    }

    /// <summary>A full segment, inserts into both of its halves, and a probe that fills it again.</summary>
    private Workload Split(string name, List<Operation> before, ulong prefix)
    {
        ulong[] full = [.. Enumerable.Range(0, geometry.WindowSlots).Select(index => Key((index + 1) % 2, prefix))];
        // New keys start at the right half: the thread that splits then meets the other in both new segments.
        ulong[] added = [.. Enumerable.Range(0, threadCount).Select(thread => Key((thread + 1) % 2, prefix))];
        (ulong left, ulong right, ulong last) = (Key(0, prefix), Key(1, prefix), Key(1, prefix));
        return new(name, [.. before, .. full.Select(key => MapState.Insert(key, 1))],
            Threads((thread, index) => index % 2 == 0
                ? MapState.Insert(added[thread], Value(thread, index))
                : MapState.Get(added[(thread + 1) % threadCount])),
            [
                MapState.Delete(full[0]), MapState.Insert(left, 2), MapState.Insert(right, 3), MapState.Insert(last, 4),
                MapState.Get(full[0]), MapState.Get(left), MapState.Get(right),
            ]);
    }

    private static IReadOnlyList<Operation> Probe(ulong used, ulong fresh) =>
        [MapState.Insert(used, 2), MapState.Insert(fresh, 3), MapState.Get(used), MapState.Get(fresh)];

    private IReadOnlyList<IReadOnlyList<Operation>> Threads(Func<int, int, Operation> operation) =>
        [.. Enumerable.Range(0, threadCount).Select(thread =>
            (IReadOnlyList<Operation>)[.. Enumerable.Range(0, operationCount).Select(index => operation(thread, index))])];

    private ulong Key(ulong segment = 0) => _keys.Take(segment, geometry.InitialDepth);

    private ulong Key(int half, ulong segment) => _keys.Take((2 * segment) + (ulong)half, geometry.InitialDepth + 1);

    /// <summary>A value that no other operation of the workload writes, in decimal: thread, then operation.</summary>
    private static ulong Value(int thread, int index) => (ulong)(((thread + 1) * 10) + index);
}
