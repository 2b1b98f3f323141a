using System.Runtime.Intrinsics.X86;
using BenchmarkDotNet.Attributes;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Benchmarks;

/// <summary>A store, and a store with flush and fence, through <see cref="IPmem"/> and by hand.</summary>
/// <remarks>One store to every line of 16 KiB, in the first-level cache. x86-64 only.</remarks>
[SimpleJob(launchCount: 3, warmupCount: 5, iterationCount: 15)]
public unsafe class StoreBenchmarks
{
    /// <summary>Stores in one call, flushed and fenced.</summary>
    public const int LineCount = 256;

    /// <summary>Stores in one call without flush and fence: enough to be timed.</summary>
    public const int StoreCount = StoreRounds * LineCount;

    private const int StoreRounds = 256;

    private RealMapping _mapping = null!;
    private RealPmem _pmem;
    private byte* _start;

    /// <summary>Maps memory; it needs no file, for the instructions are the same.</summary>
    [GlobalSetup]
    public void Map()
    {
        _mapping = RealMapping.CreateVolatile(LineCount * CacheLine.Bytes);
        _pmem = _mapping.Pmem;
        _start = _mapping.Start;
    }

    /// <summary>Unmaps it.</summary>
    [GlobalCleanup]
    public void Unmap() => _mapping.Dispose();

    /// <summary>Stores through the interface.</summary>
    [Benchmark(OperationsPerInvoke = StoreCount)]
    public void Store() => StoreAll(_pmem);

    /// <summary>Stores by hand.</summary>
    [Benchmark(OperationsPerInvoke = StoreCount)]
    public void StoreByHand()
    {
        byte* start = _start;
        for (int round = 0; round < StoreRounds; round++)
        {
            for (long offset = 0; offset < LineCount * CacheLine.Bytes; offset += CacheLine.Bytes)
            {
                Volatile.Write(ref *(ulong*)(start + offset), (ulong)offset);
            }
        }
    }

    /// <summary>Stores, flushes and fences through the interface.</summary>
    [Benchmark(OperationsPerInvoke = LineCount)]
    public void Persist() => PersistAll(_pmem);

    /// <summary>Stores, flushes and fences by hand.</summary>
    [Benchmark(OperationsPerInvoke = LineCount)]
    public void PersistByHand()
    {
        byte* start = _start;
        for (long offset = 0; offset < LineCount * CacheLine.Bytes; offset += CacheLine.Bytes)
        {
            Volatile.Write(ref *(ulong*)(start + offset), (ulong)offset);
            PersistInstructions.Clwb(start + offset);
            Sse.StoreFence();
        }
    }

    private static void StoreAll<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem
    {
        for (int round = 0; round < StoreRounds; round++)
        {
            for (long offset = 0; offset < LineCount * CacheLine.Bytes; offset += CacheLine.Bytes)
            {
                pmem.Store(new PmemAddress(offset), (ulong)offset, "store");
            }
        }
    }

    private static void PersistAll<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem
    {
        for (long offset = 0; offset < LineCount * CacheLine.Bytes; offset += CacheLine.Bytes)
        {
            pmem.Store(new PmemAddress(offset), (ulong)offset, "store");
            pmem.Persist(new PmemAddress(offset), sizeof(ulong), "store");
        }
    }
}
