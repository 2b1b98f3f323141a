using Sim.CacheModel;

namespace Sim.Simulator.Calibration;

/// <summary>A core that runs a microbenchmark on queued memory: buffers and fences only, no caches.</summary>
/// <remarks>
/// Loads hold fill buffers and lines of non-temporal stores hold write-combining buffers until they are answered. Stores ask for
/// their lines as soon as they issue and drain in order; an sfence is a mark in that order, which later stores wait behind.
/// </remarks>
internal sealed class BenchmarkThread
{
    /// <summary>Events of a thread; the argument is its number, or a tag.</summary>
    public const int Wake = QueuedMemory.FirstFreeKind;
    public const int Release = Wake + 1;

    private const int TagShift = 12;
    private const int MaxSlots = 1 << TagShift;

    private readonly int _index;
    private readonly CoreParameters _core;
    private readonly EventCalendar _events;
    private readonly QueuedMemory _memory;
    private readonly IAccessProgram _program;
    private readonly Evictions _evictions;
    private readonly Slot[] _slots;
    private readonly Stack<int> _freeSlots = [];
    private readonly Queue<int> _draining = [];
    private Access _next;
    private bool _hasNext;
    private bool _wakeIsPending;
    private bool _isChasing;
    private long _readyAt;
    private int _loads;
    private int _nonTemporal;
    private int _stores;
    private int _unaccepted;
    private long _persistedAt;
    private long _nextFlushAt;

    public BenchmarkThread(int index, CoreParameters core, EventCalendar events, QueuedMemory memory, IAccessProgram program, Evictions evictions)
    {
        _index = index;
        _core = core;
        _events = events;
        _memory = memory;
        _program = program;
        _evictions = evictions;
        int count = 256;
        Invariant.Holds(count <= MaxSlots, "a tag holds the thread and the slot");
        _slots = new Slot[count];
        for (int i = count - 1; i >= 0; i--) { _freeSlots.Push(i); }
    }

    private enum SlotKind : byte
    {
        Load,
        Fetch,
        NonTemporal,
        Store,
        StoreFlush,
        Fence,
        Eviction,
    }

    /// <summary>Lines loaded, or accepted by the persistence domain.</summary>
    public long LinesDone { get; private set; }

    /// <summary>Whether the program has ended.</summary>
    public bool HasEnded { get; private set; }

    public static int ThreadOf(int tag) => tag >> TagShift;

    public void Awake()
    {
        _wakeIsPending = false;
        Advance();
    }

    /// <summary>The data of a load or of a store's request are here.</summary>
    public void ReadDone(int tag)
    {
        int slot = tag & (MaxSlots - 1);
        ref Slot state = ref _slots[slot];
        if (state.Kind is SlotKind.Load or SlotKind.Fetch)
        {
            if (state.Kind == SlotKind.Load) { LinesDone++; }
            _loads--;
            Free(slot);
        }
        else { state.IsReady = true; }
        Advance();
    }

    /// <summary>The persistence domain has a line.</summary>
    public void WriteAccepted(int tag)
    {
        int slot = tag & (MaxSlots - 1);
        ref Slot state = ref _slots[slot];
        LinesDone++;
        long held = state.Kind == SlotKind.NonTemporal ? state.SentAt + _core.NonTemporalHoldCycles : 0;
        if (state.Kind != SlotKind.Eviction)
        {
            _unaccepted--;
            long ack = state.Kind == SlotKind.NonTemporal ? _core.NonTemporalAcceptCycles : _core.FlushAcceptCycles;
            _persistedAt = Math.Max(_persistedAt, Math.Max(_events.Now, state.SentAt + ack));
        }
        if (held > _events.Now) { _events.Add(held, Release, tag); }
        else { Released(tag); }
    }

    /// <summary>A line's buffer is free.</summary>
    public void Released(int tag)
    {
        int slot = tag & (MaxSlots - 1);
        if (_slots[slot].Kind == SlotKind.NonTemporal) { _nonTemporal--; }
        else { _stores--; }
        Free(slot);
        Advance();
    }

    private void Advance()
    {
        Drain();
        while (!HasEnded)
        {
            if (_readyAt > _events.Now)
            {
                WakeAt(_readyAt);
                return;
            }
            if (!_hasNext)
            {
                _next = _program.Next(_events.Now);
                _hasNext = true;
            }
            if (!TryIssue()) { return; }
            _hasNext = false;
            Drain();
        }
    }

    private bool TryIssue() => _next.Kind switch
    {
        AccessKind.Load => TryLoad(),
        AccessKind.DependentLoad => TryDependentLoad(),
        AccessKind.NonTemporalStore => TryNonTemporal(),
        AccessKind.Store => TryStore(SlotKind.Store, _core.StoreMissIntervalCycles),
        AccessKind.StoreFlush => TryStore(SlotKind.StoreFlush, _core.FlushStreamIntervalCycles),
        AccessKind.StoreForFlush => TryStoreForFlush(),
        AccessKind.Flush => TryFlush(),
        AccessKind.StoreFence => TryStoreFence(),
        AccessKind.FullFence => TryFullFence(),
        AccessKind.WaitUntil => TryWait(),
        _ => End(),
    };

    private bool TryLoad()
    {
        if (_loads + _stores >= _core.FillBuffers) { return false; }
        SendLoad();
        _readyAt = _events.Now + _core.LoadIntervalCycles;
        return true;
    }

    /// <summary>Issues once and is done when the data are here.</summary>
    private bool TryDependentLoad()
    {
        if (_isChasing)
        {
            if (_loads > 0) { return false; }
            _isChasing = false;
            return true;
        }
        if (_loads > 0 || _stores >= _core.FillBuffers) { return false; }
        SendLoad();
        _isChasing = true;
        return false;
    }

    private void SendLoad()
    {
        int slot = Take(SlotKind.Load, _next.Value);
        _loads++;
        _memory.Read((int)_next.Value, Tag(slot));
    }

    private bool TryNonTemporal()
    {
        if (_draining.Count > 0 || _nonTemporal >= _core.WriteCombiningBuffers) { return false; }
        int slot = Take(SlotKind.NonTemporal, _next.Value);
        _nonTemporal++;
        _unaccepted++;
        _readyAt = _events.Now + _core.NonTemporalIssueCycles;
        _memory.Write((int)_next.Value, Tag(slot), isNonTemporal: true);
        return true;
    }

    private bool TryStore(SlotKind kind, long interval)
    {
        if (_stores + _loads >= _core.FillBuffers) { return false; }
        int slot = Take(kind, _next.Value);
        _stores++;
        _draining.Enqueue(slot);
        _readyAt = _events.Now + interval;
        _memory.Read((int)_next.Value, Tag(slot));
        return true;
    }

    private bool TryStoreForFlush()
    {
        if (_stores + _loads >= _core.FillBuffers) { return false; }
        int slot = Take(SlotKind.Fetch, _next.Value);
        _loads++;
        _readyAt = _events.Now + _core.StoreMissIntervalCycles;
        _memory.Read((int)_next.Value, Tag(slot));
        return true;
    }

    private bool TryFlush()
    {
        if (_loads > 0 || _stores >= _core.FillBuffers) { return false; }
        int slot = Take(SlotKind.StoreFlush, _next.Value);
        _slots[slot].IsReady = true;
        _stores++;
        _draining.Enqueue(slot);
        return true;
    }

    private bool TryStoreFence()
    {
        if (_draining.Count >= _core.StoreBufferEntries) { return false; }
        _draining.Enqueue(Take(SlotKind.Fence, 0));
        return true;
    }

    private bool TryFullFence()
    {
        if (_draining.Count > 0 || _loads > 0 || _unaccepted > 0) { return false; }
        if (_persistedAt > _events.Now)
        {
            WakeAt(_persistedAt);
            return false;
        }
        return true;
    }

    private bool TryWait()
    {
        if (_next.Value > _events.Now) { _readyAt = _next.Value; }
        return true;
    }

    private bool End()
    {
        HasEnded = true;
        return false;
    }

    private void Drain()
    {
        while (_draining.TryPeek(out int slot))
        {
            ref Slot state = ref _slots[slot];
            if (state.Kind == SlotKind.Fence)
            {
                if (_unaccepted > 0) { return; }
                if (_persistedAt > _events.Now)
                {
                    WakeAt(_persistedAt);
                    return;
                }
                _draining.Dequeue();
                Free(slot);
                continue;
            }
            if (!state.IsReady) { return; }
            if (state.Kind == SlotKind.StoreFlush && _nextFlushAt > _events.Now)
            {
                WakeAt(_nextFlushAt);
                return;
            }
            _draining.Dequeue();
            SendStore(slot);
        }
    }

    private void SendStore(int slot)
    {
        ref Slot state = ref _slots[slot];
        state.SentAt = _events.Now;
        if (state.Kind == SlotKind.Store)
        {
            int victim = _evictions.Exchange((int)state.Line);
            state.Kind = SlotKind.Eviction;
            _memory.Write(victim, Tag(slot), isNonTemporal: false);
            return;
        }
        _unaccepted++;
        _nextFlushAt = _events.Now + _core.FlushIntervalCycles;
        _memory.Write((int)state.Line, Tag(slot), isNonTemporal: false);
    }

    private void WakeAt(long time)
    {
        if (_wakeIsPending) { return; }
        _wakeIsPending = true;
        _events.Add(Math.Max(time, _events.Now), Wake, _index);
    }

    private int Take(SlotKind kind, long line)
    {
        int slot = _freeSlots.Pop();
        _slots[slot] = new Slot { Kind = kind, Line = line, SentAt = _events.Now };
        return slot;
    }

    private void Free(int slot) => _freeSlots.Push(slot);

    private int Tag(int slot) => (_index << TagShift) | slot;

    private struct Slot
    {
        public long SentAt;
        public long Line;
        public SlotKind Kind;
        public bool IsReady;
    }
}

/// <summary>The modified lines of a last-level cache: a new one displaces another in an order that nobody chose.</summary>
/// <remarks>Hashing over slices and sets leaves no trace of the order in which lines came (Yang et al., FAST'20, section 5.2).</remarks>
internal sealed class Evictions(int lines, ulong seed)
{
    private readonly int[] _lines = new int[lines];
    private DeviceRandom _random = new(seed);
    private int _count;

    /// <summary>Puts a line in.</summary>
    /// <returns>The line that leaves; while the cache fills, one that was never stored to.</returns>
    public int Exchange(int line)
    {
        if (_count < _lines.Length)
        {
            // Full from the start with lines of an earlier time: a line like this one, far from it.
            _lines[_count++] = line;
            return (int)((uint)(line ^ (_random.Next(1 << 20) << 2)) & int.MaxValue);
        }
        int place = _random.Next(_count);
        (int victim, _lines[place]) = (_lines[place], line);
        return victim;
    }
}
