using System.Runtime.CompilerServices;
using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>One simulated thread: its core, what its sites cost, and when it must let others run.</summary>
internal sealed class TimedThread
{
    private readonly ThreadScheduler _scheduler;
    private readonly SiteCache _sites;

    public TimedThread(int index, TimedCore core, SiteCache sites, ThreadScheduler scheduler, byte[] memory, long lengthBytes, double cyclesPerNs)
    {
        Index = index;
        Core = core;
        _sites = sites;
        _scheduler = scheduler;
        Memory = memory;
        LengthBytes = lengthBytes;
        CyclesPerNs = cyclesPerNs;
    }

    public int Index { get; }

    public TimedCore Core { get; }

    public SiteAccount Account { get; } = new();

    /// <summary>The mapping's content; all threads share it, and only one runs at a time.</summary>
    public byte[] Memory { get; }

    public long LengthBytes { get; }

    public double CyclesPerNs { get; }

    /// <summary>The clock at which the scheduler must be asked who runs next.</summary>
    public long Limit { get; set; }

    /// <summary>Memory events since the last reset.</summary>
    public long EventCount { get; private set; }

    public void Reset()
    {
        Core.ResetAccount();
        Account.Reset();
        EventCount = 0;
    }

    public void Load(PmemAddress address, int sizeBytes, string label, string file, int line, string member)
    {
        int site = _sites.Find(EventKind.Load, 0, label, file, line, member);
        long start = Begin();
        Core.Load(address, sizeBytes);
        End(site, start);
    }

    public void Store(PmemAddress address, int sizeBytes, string label, string file, int line, string member)
    {
        int site = _sites.Find(EventKind.Store, 0, label, file, line, member);
        long start = Begin();
        Core.Store(address, sizeBytes);
        End(site, start);
    }

    public void StoreNonTemporal(PmemAddress address, int sizeBytes, string label, string file, int line, string member)
    {
        int site = _sites.Find(EventKind.NonTemporalStore, 0, label, file, line, member);
        long start = Begin();
        Core.StoreNonTemporal(address, sizeBytes);
        End(site, start);
    }

    public void CompareExchange(PmemAddress address, string label, string file, int line, string member)
    {
        int site = _sites.Find(EventKind.CompareExchange, 0, label, file, line, member);
        long start = Begin();
        Core.DrainBeforeLocked();

        // The drain may take long: a thread that its last store woke, or that is behind now, acts on memory first.
        if (Core.Clock >= Limit) { _scheduler.AtLimit(this); }
        Core.Locked(address);
        End(site, start);
    }

    public void Flush(CacheLine first, int lineCount, FlushKind kind, string label, string file, int line, string member)
    {
        int site = _sites.Find(EventKind.Flush, (byte)kind, label, file, line, member);
        if (site < 0) { return; }
        for (int i = 0; i < lineCount; i++)
        {
            long start = Begin();
            Core.Flush(new CacheLine(first.Index + i), kind);
            End(site, start);
        }
    }

    public void Fence(FenceKind kind, string label, string file, int line, string member)
    {
        int site = _sites.Find(EventKind.Fence, (byte)kind, label, file, line, member);
        if (site < 0) { return; }
        long start = Begin();
        Core.Fence(kind);
        End(site, start);
    }

    public ulong SpinUntil(PmemAddress address, SpinCondition condition, ulong operand, string label, string file, int line, string member)
    {
        int site = _sites.Find(EventKind.SpinUntil, 0, label, file, line, member);
        long start = Begin();
        while (true)
        {
            Core.Load(address, PersistWord.Bytes);
            ulong value = Unsafe.ReadUnaligned<ulong>(ref Memory[address.Offset]);
            if (condition.IsSatisfiedBy(value, operand))
            {
                End(site, start);
                return value;
            }
            _scheduler.WaitFor(this, new SpinWaiter(address, condition, operand));
        }
    }

    /// <summary>Lets threads that wait for the written range see it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Written(PmemAddress address, int sizeBytes)
    {
        if (_scheduler.WaitingCount > 0) { _scheduler.Wake(this, address, sizeBytes); }
    }

    private long Begin()
    {
        if (Core.Clock >= Limit) { _scheduler.AtLimit(this); }
        EventCount++;
        return Core.Clock;
    }

    private void End(int site, long start) => Account.Charge(site, 1, Core.Clock - start);
}

/// <summary>What a blocked thread waits for.</summary>
/// <param name="Address">The word.</param>
/// <param name="Condition">How its value must compare with the operand.</param>
/// <param name="Operand">The operand.</param>
internal readonly record struct SpinWaiter(PmemAddress Address, SpinCondition Condition, ulong Operand);
