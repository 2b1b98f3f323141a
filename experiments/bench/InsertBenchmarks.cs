using System.Diagnostics.CodeAnalysis;
using System.Runtime.Intrinsics.X86;
using BenchmarkDotNet.Attributes;
using Sim.Simulator;

namespace Sim.Benchmarks;

/// <summary>The same insertion and search through <see cref="IPmem"/> and with raw pointers, and three ways to call the insertion.</summary>
/// <remarks>
/// Each call of an insertion fills an empty table to one half; emptying it is part of the call, and under 1 % of it. A search looks for
/// all keys in the table, and as many that are not there. x86-64 only.
/// </remarks>
[SimpleJob(launchCount: 3, warmupCount: 5, iterationCount: 15)]
public unsafe class InsertBenchmarks
{
    /// <summary>Insertions in one call.</summary>
    public const int InsertCount = PairTable.PairCount / 2;

    /// <summary>Searches in one call: as many keys in the table as not.</summary>
    public const int FindCount = 2 * InsertCount;

    private readonly PairTable _table = new();

    [SuppressMessage("Performance", "CA1859", Justification = "The call through the interface is what is measured.")]
    private readonly IOperationTarget _target = new PairTable();

    private RealMapping _mapping = null!;
    private RealMapping _filled = null!;
    private Execution<RealPmem> _execute = null!;

    /// <summary>Maps memory; it needs no file, for the instructions are the same.</summary>
    [GlobalSetup]
    public void Map()
    {
        _mapping = RealMapping.CreateVolatile(PairTable.PairCount * PairTable.PairBytes);
        _filled = RealMapping.CreateVolatile(PairTable.PairCount * PairTable.PairBytes);
        _execute = _target.Execute;
        for (ulong key = 1; key <= InsertCount; key++) { _execute(_filled.Pmem, 0, new Operation(0, key, key)); }
    }

    /// <summary>Unmaps it.</summary>
    [GlobalCleanup]
    public void Unmap()
    {
        _mapping.Dispose();
        _filled.Dispose();
    }

    /// <summary>With raw pointers.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = InsertCount)]
    public ulong ByHand()
    {
        byte* start = Emptied();
        ulong inserted = 0;
        for (ulong key = 1; key <= InsertCount; key++) { inserted += InsertByHand(start, 0, new Operation(0, key, key)); }
        return inserted;
    }

    /// <summary>Through the interface to memory, called directly.</summary>
    [Benchmark(OperationsPerInvoke = InsertCount)]
    public ulong ThroughIPmem()
    {
        Emptied();
        RealPmem pmem = _mapping.Pmem;
        ulong inserted = 0;
        for (ulong key = 1; key <= InsertCount; key++) { inserted += _table.Execute(pmem, 0, new Operation(0, key, key)); }
        return inserted;
    }

    /// <summary>The same, called through a delegate: what the runner of real mappings does.</summary>
    [Benchmark(OperationsPerInvoke = InsertCount)]
    public ulong ThroughIPmemAndDelegate()
    {
        Emptied();
        RealPmem pmem = _mapping.Pmem;
        Execution<RealPmem> execute = _execute;
        ulong inserted = 0;
        for (ulong key = 1; key <= InsertCount; key++) { inserted += execute(pmem, 0, new Operation(0, key, key)); }
        return inserted;
    }

    /// <summary>The same, called as the generic interface method that it is.</summary>
    [Benchmark(OperationsPerInvoke = InsertCount)]
    public ulong ThroughIPmemAndInterface()
    {
        Emptied();
        RealPmem pmem = _mapping.Pmem;
        ulong inserted = 0;
        for (ulong key = 1; key <= InsertCount; key++) { inserted += _target.Execute(pmem, 0, new Operation(0, key, key)); }
        return inserted;
    }

    /// <summary>Searches with raw pointers.</summary>
    [Benchmark(OperationsPerInvoke = FindCount)]
    public ulong FindByHand()
    {
        byte* start = _filled.Start;
        ulong sum = 0;
        for (ulong key = 1; key <= FindCount; key++) { sum += FindByHand(start, key); }
        return sum;
    }

    /// <summary>Searches with offsets from the start, as every pool that can be mapped anywhere must.</summary>
    [Benchmark(OperationsPerInvoke = FindCount)]
    public ulong FindByHandWithOffsets()
    {
        byte* start = _filled.Start;
        ulong sum = 0;
        for (ulong key = 1; key <= FindCount; key++) { sum += FindByHandWithOffsets(start, key); }
        return sum;
    }

    /// <summary>Searches through the interface to memory.</summary>
    [Benchmark(OperationsPerInvoke = FindCount)]
    public ulong FindThroughIPmem()
    {
        RealPmem pmem = _filled.Pmem;
        ulong sum = 0;
        for (ulong key = 1; key <= FindCount; key++) { sum += PairTable.Find(pmem, key); }
        return sum;
    }

    private byte* Emptied()
    {
        new Span<byte>(_mapping.Start, PairTable.PairCount * PairTable.PairBytes).Clear();
        return _mapping.Start;
    }

    private static ulong InsertByHand(byte* start, int thread, Operation operation)
    {
        ulong slot = PairTable.Hash(operation.Key);
        for (int probe = 0; probe < PairTable.ProbeCount; probe++)
        {
            ulong* pair = (ulong*)(start + ((long)((slot + (ulong)probe) % PairTable.PairCount) * PairTable.PairBytes));
            if (Volatile.Read(ref *pair) == 0 && Interlocked.CompareExchange(ref *pair, PairTable.Claimed, 0) == 0)
            {
                Volatile.Write(ref pair[1], operation.Value);
                Sse.StoreFence();
                Volatile.Write(ref *pair, operation.Key);
                Sse.StoreFence();
                PersistInstructions.Clwb(pair);
                Sse.StoreFence();
                return 1;
            }
        }
        return 0;
    }

    private static ulong FindByHand(byte* start, ulong key)
    {
        ulong slot = PairTable.Hash(key);
        for (int probe = 0; probe < PairTable.ProbeCount; probe++)
        {
            ulong* pair = (ulong*)(start + ((long)((slot + (ulong)probe) % PairTable.PairCount) * PairTable.PairBytes));
            if (Volatile.Read(ref *pair) == key) { return Volatile.Read(ref pair[1]); }
        }
        return 0;
    }

    private static ulong FindByHandWithOffsets(byte* start, ulong key)
    {
        ulong slot = PairTable.Hash(key);
        for (int probe = 0; probe < PairTable.ProbeCount; probe++)
        {
            long pair = (long)((slot + (ulong)probe) % PairTable.PairCount) * PairTable.PairBytes;
            if (Volatile.Read(ref *(ulong*)(start + pair)) == key) { return Volatile.Read(ref *(ulong*)(start + pair + 8)); }
        }
        return 0;
    }
}
