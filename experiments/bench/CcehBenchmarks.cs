using System.Diagnostics.CodeAnalysis;
using BenchmarkDotNet.Attributes;
using Sim.CacheModel;
using Sim.Simulator;
using Sim.Structures;

namespace Sim.Benchmarks;

/// <summary>CCEH through <see cref="IPmem"/> and with raw pointers, and three ways to call its insertion.</summary>
/// <remarks>
/// The table has the published geometry. Each call of an insertion fills it, empty at first, to a quarter: no insertion splits.
/// Emptying it is part of the call, and about 1 % of it. x86-64 only.
/// </remarks>
[SimpleJob(launchCount: 3, warmupCount: 5, iterationCount: 15)]
public unsafe class CcehBenchmarks
{
    /// <summary>Insertions, or lookups of present keys, in one call.</summary>
    public const int KeyCount = 2048;

    /// <summary>Searches in one call: as many keys in the table as not.</summary>
    public const int ProbeCount = 2 * KeyCount;

    private static readonly CcehGeometry Geometry = CcehGeometry.Paper;

    [SuppressMessage("Performance", "CA1859", Justification = "The call through the interface is what is measured.")]
    private readonly IStructure _structure = new CcehStructure(Geometry);

    private RealMapping _mapping = null!;
    private RealMapping _filled = null!;
    private Execution<RealPmem> _execute = null!;

    /// <summary>Makes the tables, in memory: the instructions are those on a file. Checks that both kinds of code do the same to them.</summary>
    [GlobalSetup]
    public void Map()
    {
        _mapping = EmptyTable();
        _filled = EmptyTable();
        _execute = _structure.Execute;

        HandWrittenCceh byHand = new(_mapping.Start);
        Cceh<RealPmem> table = new(_filled.Pmem, Geometry);
        // The second time, values are replaced.
        for (ulong value = 1; value <= 2 * KeyCount; value++)
        {
            ulong key = 1 + (value % KeyCount);
            Invariant.Holds(byHand.Insert(key, value) == table.Insert(thread: 0, key, value), "both insertions give the same answer");
            Invariant.Holds(Bytes(_mapping).SequenceEqual(Bytes(_filled)), "both insertions leave the same bytes");
        }
        for (ulong key = 1; key <= ProbeCount; key++)
        {
            bool isFound = byHand.TryGet(key, out ulong valueByHand);
            Invariant.Holds(isFound == table.TryGet(key, out ulong value) && valueByHand == value, "both lookups give the same answer");
            Invariant.Holds(byHand.Probe(key) == Probe(_filled.Pmem, key), "both searches end at the same slot");
        }
    }

    /// <summary>Unmaps them.</summary>
    [GlobalCleanup]
    public void Unmap()
    {
        _mapping.Dispose();
        _filled.Dispose();
    }

    /// <summary>Inserts with raw pointers.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = KeyCount)]
    public ulong InsertByHand()
    {
        HandWrittenCceh table = Emptied();
        ulong inserted = 0;
        for (ulong key = 1; key <= KeyCount; key++) { inserted += table.Insert(key, key) ? 1UL : 0; }
        return inserted;
    }

    /// <summary>Inserts through the interface to memory.</summary>
    [Benchmark(OperationsPerInvoke = KeyCount)]
    public ulong Insert()
    {
        Emptied();
        Cceh<RealPmem> table = new(_mapping.Pmem, Geometry);
        ulong inserted = 0;
        for (ulong key = 1; key <= KeyCount; key++) { inserted += table.Insert(thread: 0, key, key) ? 1UL : 0; }
        return inserted;
    }

    /// <summary>The same, called through a delegate: what the runner of real mappings does.</summary>
    [Benchmark(OperationsPerInvoke = KeyCount)]
    public ulong InsertByDelegate()
    {
        Emptied();
        RealPmem pmem = _mapping.Pmem;
        Execution<RealPmem> execute = _execute;
        ulong inserted = 0;
        for (ulong key = 1; key <= KeyCount; key++) { inserted += execute(pmem, 0, MapState.Insert(key, key)); }
        return inserted;
    }

    /// <summary>The same, called as the generic interface method that it is.</summary>
    [Benchmark(OperationsPerInvoke = KeyCount)]
    public ulong InsertByInterface()
    {
        Emptied();
        RealPmem pmem = _mapping.Pmem;
        ulong inserted = 0;
        for (ulong key = 1; key <= KeyCount; key++) { inserted += _structure.Execute(pmem, 0, MapState.Insert(key, key)); }
        return inserted;
    }

    /// <summary>Looks up with raw pointers; flushes what it finds, as CCEH's readers do here.</summary>
    [Benchmark(OperationsPerInvoke = KeyCount)]
    public ulong LookupByHand()
    {
        HandWrittenCceh table = new(_filled.Start);
        ulong sum = 0;
        for (ulong key = 1; key <= KeyCount; key++) { sum += table.TryGet(key, out ulong value) ? value : 0; }
        return sum;
    }

    /// <summary>Looks up through the interface to memory.</summary>
    [Benchmark(OperationsPerInvoke = KeyCount)]
    public ulong Lookup()
    {
        Cceh<RealPmem> table = new(_filled.Pmem, Geometry);
        ulong sum = 0;
        for (ulong key = 1; key <= KeyCount; key++) { sum += table.TryGet(key, out ulong value) ? value : 0; }
        return sum;
    }

    /// <summary>Finds slots with raw pointers: loads only, so that nothing hides what an address costs.</summary>
    [Benchmark(OperationsPerInvoke = ProbeCount)]
    public ulong ProbeByHand()
    {
        HandWrittenCceh table = new(_filled.Start);
        ulong sum = 0;
        for (ulong key = 1; key <= ProbeCount; key++) { sum += table.Probe(key); }
        return sum;
    }

    /// <summary>Finds slots through the interface to memory.</summary>
    [Benchmark(OperationsPerInvoke = ProbeCount)]
    public ulong Probe()
    {
        RealPmem pmem = _filled.Pmem;
        ulong sum = 0;
        for (ulong key = 1; key <= ProbeCount; key++) { sum += Probe(pmem, key); }
        return sum;
    }

    private static RealMapping EmptyTable()
    {
        long tableBytes = CcehDirectory<RealPmem>.BytesOf(Geometry.InitialDepth) + (Geometry.SegmentBytes << Geometry.InitialDepth);
        RealMapping mapping = RealMapping.CreateVolatile(
            PoolHeader.Bytes + CcehRoot<RealPmem>.Bytes + BumpAllocator.BytesOf(threadCount: 1, tableBytes + CacheLine.Bytes));
        new Cceh<RealPmem>(mapping.Pmem, Geometry).Create(threadCount: 1);
        return mapping;
    }

    private static Span<byte> Bytes(RealMapping mapping) => new(mapping.Start, (int)mapping.LengthBytes);

    private static ulong Probe<TPmem>(TPmem pmem, ulong key)
        where TPmem : struct, IPmem
    {
        ulong hash = CcehHash.Of(key);
        CcehDirectory<TPmem> directory = new CcehRoot<TPmem>(pmem).Directory;
        CcehSegment<TPmem> segment = new(pmem, Geometry, directory.Entry((long)CcehHash.Prefix(hash, directory.Depth)));
        return (ulong)segment.Find(hash, key).Offset;
    }

    private HandWrittenCceh Emptied()
    {
        HandWrittenCceh table = new(_mapping.Start);
        table.Clear();
        return table;
    }
}
