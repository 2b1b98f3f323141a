using System.Runtime.CompilerServices;

namespace Sim.CacheModel;

/// <summary>The clock of one simulated thread on its own core: each memory event advances it, and each cycle has a cause.</summary>
/// <remarks>
/// Times are whole cycles. A load blocks until its data arrive, as if the next instruction needed them: an upper bound where
/// loads are independent. Stores and flushes pass through the store buffer in order; a store asks for its line when it issues,
/// as hardware prefetches ownership for buffered stores. Work between memory events costs nothing.
/// </remarks>
public sealed class TimedCore
{
    private readonly CoreParameters _parameters;
    private readonly CacheHierarchy _caches;
    private readonly IMemoryPort _memory;
    private readonly int _core;
    private readonly long _l1HitCycles;
    private readonly StoreBuffer _stores;
    private readonly FillBuffers _fills;
    private readonly WriteCombiner _combining;
    private readonly long[] _causes = new long[StallCauses.Count];
    private PendingPersists _persists;
    private long _origin;
    private long _nextFlushAt;
    private long _nextNonTemporalAt;

    /// <summary>Makes a core whose clock stands at 0.</summary>
    /// <param name="parameters">Its costs.</param>
    /// <param name="caching">The cache latencies.</param>
    /// <param name="caches">The caches, shared with the other cores.</param>
    /// <param name="memory">The memory behind the caches.</param>
    /// <param name="core">Its number, from 0.</param>
    public TimedCore(CoreParameters parameters, CacheParameters caching, CacheHierarchy caches, IMemoryPort memory, int core)
    {
        _parameters = parameters;
        _caches = caches;
        _memory = memory;
        _core = core;
        _l1HitCycles = caching.L1.HitCycles;
        _stores = new StoreBuffer(parameters.StoreBufferEntries);
        _fills = new FillBuffers(parameters.FillBuffers);
        _combining = new WriteCombiner(parameters.FillBuffers);
    }

    /// <summary>The current cycle.</summary>
    public long Clock { get; private set; }

    /// <summary>Cycles since the last <see cref="ResetAccount"/>.</summary>
    public long Elapsed => Clock - _origin;

    /// <summary>When the newest buffered store is visible to other cores.</summary>
    public long LastStoreVisibleAt => Math.Max(Clock, _stores.LastDrainAt);

    /// <summary>Cycles since the last <see cref="ResetAccount"/> by cause, indexed by <see cref="StallCause"/>; they sum to <see cref="Elapsed"/>.</summary>
    public ReadOnlySpan<long> CyclesByCause => _causes;

    /// <summary>Forgets all charges; the clock and the state of every resource stay.</summary>
    public void ResetAccount()
    {
        Array.Clear(_causes);
        _origin = Clock;
    }

    /// <summary>A load; a value of more than 8 bytes is read as words that do not wait for one another.</summary>
    public void Load(PmemAddress address, int sizeBytes)
    {
        CacheAccess slowest = LoadFrom(address);
        if (sizeBytes > PersistWord.Bytes)
        {
            for (long offset = PersistWord.Bytes; offset < sizeBytes; offset += PersistWord.Bytes)
            {
                Spend(_parameters.IssueCycles, StallCause.Issue);
                CacheAccess access = LoadFrom(address + offset);
                if (access.DoneAt > slowest.DoneAt) { slowest = access; }
            }
        }
        AdvanceTo(slowest.DoneAt, slowest.Cause);
    }

    /// <summary>A store through the caches, one store buffer entry for each 8-byte word.</summary>
    public void Store(PmemAddress address, int sizeBytes)
    {
        for (long offset = 0; offset < sizeBytes; offset += PersistWord.Bytes)
        {
            PmemAddress word = address + offset;
            Spend(_parameters.IssueCycles, StallCause.Issue);
            AdvanceTo(_stores.FreeAt(Clock), StallCause.StoreBufferFull);
            CacheAccess owned = Own(word.Line.Index, waitsForBuffer: false);
            _stores.Push(Clock, owned.DoneAt, word.Offset / PersistWord.Bytes);
        }
    }

    /// <summary>A store past the caches; it is combined with others to the same line.</summary>
    public void StoreNonTemporal(PmemAddress address, int sizeBytes)
    {
        for (long offset = 0; offset < sizeBytes; offset += PersistWord.Bytes)
        {
            PmemAddress word = address + offset;
            int line = word.Line.Index;
            int count = (int)Math.Min(PersistWord.Bytes, sizeBytes - offset);
            ulong bytes = WriteCombiner.Bytes((int)(word.Offset & (CacheLine.Bytes - 1)), count);
            Spend(_parameters.IssueCycles, StallCause.Issue);
            int position = _combining.Add(line, bytes);
            if (position < 0) { position = OpenCombining(line, bytes); }
            if (_combining.IsFull(position)) { WriteCombined(position); }
        }
    }

    /// <summary>A flush of one line; only a modified line costs more than its issue.</summary>
    /// <remarks>
    /// Persistent caches (eADR) do not stop the write-back: the processor does not know of them. Only the wait of a later fence
    /// for the acknowledgement disappears, as the data were safe when they became visible.
    /// </remarks>
    public void Flush(CacheLine line, FlushKind kind)
    {
        Spend(_parameters.FlushIssueCycles, StallCause.FlushIssue);
        bool invalidates = kind != FlushKind.Clwb || _parameters.ClwbInvalidates;
        if (!_caches.Clean(line.Index, invalidates)) { return; }
        AdvanceTo(_stores.FreeAt(Clock), StallCause.StoreBufferFull);
        int buffer = TakeBuffer();
        long start = Math.Max(Math.Max(Clock, _stores.LastDrainAt), Math.Max(_nextFlushAt, _fills.FreeAt(buffer)));
        WriteAcceptance write = _memory.Write(line.Index, start);
        long accepted = write.Entered + _parameters.FlushAcceptCycles;
        if (!_parameters.CachesArePersistent) { _persists.Add(accepted, write.QueueWaitCycles); }
        _fills.Occupy(buffer, write.Entered);
        _nextFlushAt = start + _parameters.FlushIntervalCycles;

        // A clflush is ordered with later stores: it leaves the store buffer only when it is complete.
        _stores.Push(Clock, kind == FlushKind.Clflush ? accepted : start, word: -1);
    }

    /// <summary>A fence: waits until earlier stores are visible, and flushes and non-temporal stores accepted.</summary>
    /// <param name="kind">The fence; what x86-64 executes for it is what is charged, see <see cref="FenceKinds.OnX86"/>.</param>
    public void Fence(FenceKind kind)
    {
        X86Fence instruction = kind.OnX86();
        if (instruction == X86Fence.None) { return; }
        Spend(instruction == X86Fence.Sfence ? _parameters.SfenceCycles : _parameters.MfenceCycles, StallCause.Issue);
        Drain(StallCause.FenceWait);
    }

    /// <summary>The first half of a locked instruction: it drains as a fence does. Memory changes only after this.</summary>
    public void DrainBeforeLocked() => Drain(StallCause.LockedDrain);

    /// <summary>The second half of a locked instruction, whether or not it writes: it needs the line alone.</summary>
    public void Locked(PmemAddress address)
    {
        CacheAccess owned = Own(address.Line.Index, waitsForBuffer: true);
        AdvanceTo(owned.DoneAt, owned.Cause);
        Spend(_parameters.LockedCycles, StallCause.Issue);
    }

    /// <summary>Moves the clock to a cycle, if that lies ahead, and charges the time between.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AdvanceTo(long cycle, StallCause cause)
    {
        if (cycle > Clock) { Spend(cycle - Clock, cause); }
    }

    private void Spend(long cycles, StallCause cause)
    {
        _causes[(int)cause] += cycles;
        Clock += cycles;
    }

    private CacheAccess LoadFrom(PmemAddress address)
    {
        int line = address.Line.Index;
        if (_caches.TryRead(_core, line, Clock, out CacheAccess access))
        {
            return access.Cause == StallCause.FillInFlight && _stores.Holds(address.Offset / PersistWord.Bytes, Clock)
                ? new CacheAccess(Clock + _l1HitCycles, StallCause.L1Hit)
                : access;
        }
        int buffer = TakeBuffer();
        AdvanceTo(_fills.FreeAt(buffer), StallCause.FillBufferFull);
        access = _caches.ReadMiss(_core, line, Clock);
        _fills.Occupy(buffer, access.DoneAt);
        return access;
    }

    private CacheAccess Own(int line, bool waitsForBuffer)
    {
        if (_caches.TryOwn(_core, line, Clock, out CacheAccess access)) { return access; }
        int buffer = TakeBuffer();
        if (waitsForBuffer) { AdvanceTo(_fills.FreeAt(buffer), StallCause.FillBufferFull); }
        access = _caches.OwnMiss(_core, line, Math.Max(Clock, _fills.FreeAt(buffer)));
        _fills.Occupy(buffer, access.DoneAt);
        return access;
    }

    private int OpenCombining(int line, ulong bytes)
    {
        // The processor evicts the line from the caches; modified data must reach memory before the new bytes do.
        if (_caches.Clean(line, invalidate: true)) { _memory.Write(line, LastStoreVisibleAt); }
        int buffer = TakeBuffer();
        AdvanceTo(_fills.FreeAt(buffer), StallCause.FillBufferFull);
        _fills.Hold(buffer);
        return _combining.Open(line, bytes, buffer);
    }

    /// <summary>Sends a combined line to memory; returns the fill buffer that it held.</summary>
    private int WriteCombined(int position)
    {
        (int line, int buffer) = _combining.Close(position);
        long start = Math.Max(Clock, _nextNonTemporalAt);
        _nextNonTemporalAt = start + _parameters.NonTemporalIntervalCycles;
        WriteAcceptance write = _memory.Write(line, start, isNonTemporal: true);
        _persists.Add(write.Entered + _parameters.NonTemporalAcceptCycles, write.QueueWaitCycles);
        _fills.Occupy(buffer, write.Entered);
        return buffer;
    }

    private int TakeBuffer()
    {
        // If even the first is held, all are, and the one that the oldest combined line gives back is the only one to take.
        int buffer = _fills.Earliest();
        return _fills.IsHeld(buffer) ? WriteCombined(position: 0) : buffer;
    }

    private void Drain(StallCause cause)
    {
        while (_combining.Count > 0) { WriteCombined(position: 0); }
        AdvanceTo(_stores.LastDrainAt, cause);
        long wait = _persists.AcceptedAt - Clock;
        if (wait <= 0) { return; }
        long queueWait = Math.Min(wait, _persists.QueueWaitCycles);
        Spend(queueWait, StallCause.WpqFull);
        Spend(wait - queueWait, cause);
    }
}
