namespace Sim.CacheModel;

/// <summary>The synchronous machine of x86: a store buffer per thread in front of one memory whose units each persist a prefix of their stores.</summary>
/// <remarks>
/// Khyzha and Lahav (POPL 2021); without buffers it is sequential consistency. A thread's int is its buffer
/// (<see cref="StoreBuffers"/>), a unit's int its persist state (<see cref="PersistStates"/>). Steps that commute with every
/// step of the other threads are taken at once: issuing stores and flushes, draining clwb and sfence that nothing blocks.
/// What remains a choice: issuing loads, fences and locked instructions, and when each buffered store and clflush drains.
/// What a crash leaves is a product over the units.
/// </remarks>
public sealed class TsoRules : BufferedRules
{
    private const int BeginsGroupInt = 1;
    private readonly TsoModel _model;

    /// <summary>Rules with empty tables.</summary>
    /// <param name="model">The model.</param>
    /// <param name="units">Numbers the persist units.</param>
    /// <param name="threadCount">Threads.</param>
    public TsoRules(TsoModel model, PersistUnits units, int threadCount)
        : base(model, units, threadCount, StoreBuffers.Blocks, model.ReordersStores) => _model = model;

    /// <summary>The buffer, and where a compiler reorders, whether the next plain store begins a group.</summary>
    public override int ThreadInts => ReordersStores ? 2 : 1;

    /// <inheritdoc/>
    internal override bool BuffersStores => _model.BuffersStores;

    /// <inheritdoc/>
    public override MemoryInstruction Prepare(in MemoryEvent request)
    {
        MemoryInstruction instruction = MemoryInstruction.Of(request);
        switch (request.Kind)
        {
            case EventKind.Store:
            case EventKind.NonTemporalStore:
                EntryKind kind = request.Kind == EventKind.Store ? EntryKind.Store : EntryKind.NonTemporal;
                return instruction with { Entry = StoreEntry(kind, instruction, 0, instruction.SizeBytes, request.Operand) };
            case EventKind.CompareExchange when request.SizeBytes > Units.UnitBytes:
                return instruction with
                {
                    Entry = StoreEntry(EntryKind.Store, instruction, 0, PersistWord.Bytes, (ulong)request.Operand),
                    UpperEntry = StoreEntry(EntryKind.Store, instruction, PersistWord.Bytes, PersistWord.Bytes, request.Operand >> 64),
                };
            case EventKind.CompareExchange:
                return instruction with { Entry = StoreEntry(EntryKind.Store, instruction, 0, instruction.SizeBytes, request.Operand) };
            case EventKind.Flush:
                EntryKind flush = (FlushKind)request.Variant == FlushKind.Clflush ? EntryKind.Flush : EntryKind.FlushOptimized;
                return instruction with { Entry = Buffers.InternEntry(new BufferEntry(flush, instruction.Line)) };
            case EventKind.Fence when instruction.Fence.OnX86() == X86Fence.Sfence:
                return instruction with { Entry = Buffers.InternEntry(new BufferEntry(EntryKind.StoreFence, default)) };
            default:
                return instruction;
        }
    }

    /// <inheritdoc/>
    public override bool Ignores(in MemoryInstruction instruction) => instruction.Kind switch
    {
        EventKind.Flush => HasNothingToFlush,
        EventKind.Fence => HasNothingToFlush || instruction.Fence.OnX86() == X86Fence.None,
        _ => false,
    };

    /// <inheritdoc/>
    public override bool IsChoice(in MemoryInstruction instruction) => instruction.Kind switch
    {
        EventKind.Store or EventKind.NonTemporalStore => !_model.BuffersStores && !instruction.ContinuesWideStore,
        EventKind.Flush => false,
        _ => true,
    };

    /// <inheritdoc/>
    public override bool IsEnabled(MemoryState state, int thread, in MemoryInstruction instruction)
    {
        int buffer = state.Thread(thread, BufferInt);
        if (!_model.BuffersStores && buffer != 0) { return instruction.ContinuesWideStore; }
        return instruction.Kind switch
        {
            EventKind.CompareExchange => buffer == 0,
            EventKind.Fence => IsFull(instruction) ? buffer == 0 : Buffers[buffer].Length < StoreBuffers.Capacity,
            EventKind.SpinUntil => instruction.Condition.IsSatisfiedBy(
                Read(state, thread, instruction.Line, instruction.OffsetBytes, instruction.SizeBytes), (ulong)instruction.Comparand),
            EventKind.Load => true,
            // The last place is for the upper word of a 16-byte store: its words enter the buffer together.
            _ => Buffers[buffer].Length < StoreBuffers.Capacity - 1 || instruction.ContinuesWideStore,
        };
    }

    /// <summary>A response waits for the thread's fences, and without buffers for both words of a wide store.</summary>
    public override bool CanRespond(MemoryState state, int thread)
    {
        int buffer = state.Thread(thread, BufferInt);
        return buffer == 0 || (_model.BuffersStores && !Buffers.HasFence(buffer));
    }

    /// <inheritdoc/>
    public override UInt128 Execute(MemoryState state, int thread, in MemoryInstruction instruction, int alternative)
    {
        switch (instruction.Kind)
        {
            case EventKind.Load:
            case EventKind.SpinUntil:
                return Read(state, thread, instruction.Line, instruction.OffsetBytes, instruction.SizeBytes);
            case EventKind.CompareExchange:
                return CompareExchange(state, thread, instruction);
            case EventKind.Fence when IsFull(instruction):
                CompleteFlushes(state, thread);
                return 0;
            case EventKind.Store or EventKind.NonTemporalStore when !_model.BuffersStores && !IsWide(instruction):
                if (state.Crash()) { MakeVisible(state, thread, instruction.Entry); }
                return 0;
            default:
                // Without buffers only the words of a wide store pass through the buffer, in either order.
                int buffer = state.Thread(thread, BufferInt);
                int entry = ReordersStores ? GroupedEntry(state, thread, buffer, instruction) : instruction.Entry;
                state.SetThread(thread, BufferInt, Buffers.Push(buffer, entry));
                return 0;
        }
    }

    /// <inheritdoc/>
    internal override bool CompletesFlushes(in MemoryInstruction instruction) =>
        instruction.Kind == EventKind.Fence || _model.LockedCompletesFlushes;

    /// <summary>Whether every store is visible and persistent at once.</summary>
    private bool HasNothingToFlush => !_model.BuffersStores && _model.PersistsWhenVisible;

    private static bool IsFull(in MemoryInstruction fence) => fence.Fence.OnX86() == X86Fence.Mfence;

    private static bool IsWide(in MemoryInstruction store) => store.BeginsWideStore || store.ContinuesWideStore;

    /// <summary>The entry of an instruction, which begins a group where a flush or fence stands between it and the plain stores before.</summary>
    private int GroupedEntry(MemoryState state, int thread, int buffer, in MemoryInstruction instruction)
    {
        bool hasStores = Buffers.HasPlainStore(buffer);
        if (instruction.Kind != EventKind.Store)
        {
            if (instruction.Kind != EventKind.NonTemporalStore) { state.SetThread(thread, BeginsGroupInt, hasStores ? 1 : 0); }
            return instruction.Entry;
        }
        bool begins = hasStores && state.Thread(thread, BeginsGroupInt) != 0;
        state.SetThread(thread, BeginsGroupInt, 0);
        return begins ? BeginGroup(instruction.Entry) : instruction.Entry;
    }

    private UInt128 CompareExchange(MemoryState state, int thread, in MemoryInstruction instruction)
    {
        UInt128 found = ReadLocked(state, instruction);
        bool writes = found == instruction.Comparand;
        if (_model.LockedCompletesFlushes && !CompleteFlushes(state, thread)) { return found; }
        if (writes)
        {
            if (_model.PersistsWhenVisible && !state.Crash()) { return found; }
            MakeVisible(state, thread, instruction.Entry);
            if (instruction.UpperEntry >= 0) { MakeVisible(state, thread, instruction.UpperEntry); }
        }
        return found;
    }
}
