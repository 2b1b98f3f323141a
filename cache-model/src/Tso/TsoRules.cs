using System.Numerics;

namespace Sim.CacheModel;

/// <summary>The synchronous machine of x86: a store buffer per thread in front of one memory whose units each persist a prefix of their stores.</summary>
/// <remarks>
/// Khyzha and Lahav (POPL 2021); without buffers it is sequential consistency. A thread's int is its buffer
/// (<see cref="StoreBuffers"/>), a unit's int its persist state (<see cref="PersistStates"/>). Steps that commute with every
/// step of the other threads are taken at once: issuing stores and flushes, draining clwb and sfence that nothing blocks.
/// What remains a choice: issuing loads, fences and locked instructions, and when each buffered store and clflush drains.
/// What a crash leaves is a product over the units.
/// </remarks>
public sealed class TsoRules : MemoryRules
{
    private const int BufferInt = 0;
    private readonly TsoModel _model;

    /// <summary>Rules with empty tables.</summary>
    /// <param name="model">The model.</param>
    /// <param name="units">Numbers the persist units.</param>
    /// <param name="threadCount">Threads.</param>
    public TsoRules(TsoModel model, PersistUnits units, int threadCount)
        : base(model, units)
    {
        _model = model;
        Buffers = new StoreBuffers(units.Growth);
        States = new PersistStates(model, threadCount, units.Growth);
        Undecided = new UndecidedUnits(States, Buffers, units);
    }

    /// <summary>The store buffers.</summary>
    public StoreBuffers Buffers { get; }

    /// <summary>The persist states of units.</summary>
    public PersistStates States { get; }

    /// <summary>Sets of them.</summary>
    public UndecidedUnits Undecided { get; }

    /// <summary>The model, as its family knows it.</summary>
    public TsoModel Tso => _model;

    /// <inheritdoc/>
    public override int ThreadInts => 1;

    /// <inheritdoc/>
    public override int UnitInts => 1;

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
        EventKind.Flush => !_model.BuffersStores,
        EventKind.Fence => !_model.BuffersStores || instruction.Fence.OnX86() == X86Fence.None,
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
                if (state.Crash()) { MakeVisible(state, instruction.Entry); }
                return 0;
            default:
                // Without buffers only the words of a wide store pass through the buffer, in either order.
                state.SetThread(thread, BufferInt, Buffers.Push(state.Thread(thread, BufferInt), instruction.Entry));
                return 0;
        }
    }

    /// <inheritdoc/>
    public override void ListSilentSteps(MemoryState state, int thread, List<int> steps)
    {
        ulong drainable = Buffers.Drainable(state.Thread(thread, BufferInt));
        for (; drainable != 0; drainable &= drainable - 1) { steps.Add(BitOperations.TrailingZeroCount(drainable)); }
    }

    /// <inheritdoc/>
    public override void TakeSilentStep(MemoryState state, int thread, int step)
    {
        int buffer = state.Thread(thread, BufferInt);
        int entryId = Buffers[buffer][step];
        ref readonly BufferEntry entry = ref Buffers.EntryAt(entryId);
        if ((_model.PersistsWhenVisible || entry.Kind != EntryKind.Store) && !state.Crash()) { return; }
        if (entry.Stores) { MakeVisible(state, entryId); }
        else { RaiseLine(state, entry.Line); }
        state.SetThread(thread, BufferInt, Buffers.Remove(buffer, step));
    }

    /// <inheritdoc/>
    public override (string Text, int Line) DescribeSilentStep(MemoryState state, int thread, int step)
    {
        BufferEntry entry = Buffers.Entry(Buffers[state.Thread(thread, BufferInt)][step]);
        string text = entry.Stores
            ? $"{entry.Line.Start + entry.OffsetBytes} = {Hex(entry.Value)} becomes visible"
            : $"clflush {entry.Line.Start} is done";
        return (text, entry.Line.Index);
    }

    /// <inheritdoc/>
    public override IEnumerable<string> DescribeWaiting(MemoryState state, int thread) =>
        Buffers[state.Thread(thread, BufferInt)].ToArray().Select(Buffers.Entry).Select(entry => entry.Kind switch
        {
            EntryKind.Store => $"{entry.Line.Start + entry.OffsetBytes} = {Hex(entry.Value)}",
            EntryKind.NonTemporal => $"nt {entry.Line.Start + entry.OffsetBytes} = {Hex(entry.Value)}",
            EntryKind.FlushOptimized => $"clwb {entry.Line.Start}",
            EntryKind.Flush => $"clflush {entry.Line.Start}",
            _ => "sfence",
        });

    /// <summary>Drains the oldest clwb or sfence that nothing blocks; see <see cref="StoreBuffers.ForcedIndex"/>.</summary>
    public override bool TakeForcedStep(MemoryState state, int thread)
    {
        int buffer = state.Thread(thread, BufferInt);
        int index = Buffers.ForcedIndex(buffer);
        if (index < 0) { return false; }
        ref readonly BufferEntry entry = ref Buffers.EntryAt(Buffers[buffer][index]);
        if (entry.Kind == EntryKind.FlushOptimized) { PendLine(state, entry.Line, thread); }
        else if (!CompleteFlushes(state, thread)) { return true; }
        state.SetThread(thread, BufferInt, Buffers.Remove(buffer, index));
        return true;
    }

    /// <inheritdoc/>
    public override ulong Read(MemoryState state, int thread, CacheLine line, int offsetBytes, int sizeBytes)
    {
        ulong memory = ReadVisible(state, line, offsetBytes, sizeBytes);
        int buffer = state.Thread(thread, BufferInt);
        return buffer == 0 ? memory : Buffers.Forward(buffer, line, offsetBytes, sizeBytes, memory);
    }

    /// <inheritdoc/>
    public override StateHash CrashHash(MemoryState state) => state.CrashHash;

    /// <inheritdoc/>
    public override CrashImages CrashImages(MemoryState state)
    {
        int[] crashSets = new int[Units.SlotCount];
        for (int slot = 0; slot < crashSets.Length; slot++) { crashSets[slot] = States.CrashSetOf(state.Unit(slot)); }
        return new TsoCrashImages(this, crashSets);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Candidates(MemoryState state, int slot) =>
        [.. States.Candidates(state.Unit(slot)).ToArray().Select(content => States.Contents[content].ToArray())];

    /// <inheritdoc/>
    public override UndecidedMemory NewMemory() => new TsoUndecidedMemory(this);

    /// <inheritdoc/>
    protected override int CleanUnit(int index) => States.Clean(0);

    private static bool IsFull(in MemoryInstruction fence) => fence.Fence.OnX86() == X86Fence.Mfence;

    private static bool IsWide(in MemoryInstruction store) => store.BeginsWideStore || store.ContinuesWideStore;

    private static string Hex(UInt128 value) => value < 10 ? value.ToString() : $"0x{value:x}";

    private int StoreEntry(EntryKind kind, in MemoryInstruction instruction, int shift, int sizeBytes, UInt128 value)
    {
        byte offset = (byte)(instruction.OffsetBytes + shift);
        Units.SlotFor(instruction.Line, offset);
        return Buffers.InternEntry(new BufferEntry(kind, instruction.Line, offset, (byte)sizeBytes, value, instruction.ContinuesWideStore));
    }

    private UInt128 CompareExchange(MemoryState state, int thread, in MemoryInstruction instruction)
    {
        UInt128 found = ReadLocked(state, instruction);
        bool writes = found == instruction.Comparand;
        if (_model.LockedCompletesFlushes && !CompleteFlushes(state, thread)) { return found; }
        if (writes)
        {
            if (_model.PersistsWhenVisible && !state.Crash()) { return found; }
            MakeVisible(state, instruction.Entry);
            if (instruction.UpperEntry >= 0) { MakeVisible(state, instruction.UpperEntry); }
        }
        return found;
    }

    private UInt128 ReadLocked(MemoryState state, in MemoryInstruction instruction) => instruction.SizeBytes <= PersistWord.Bytes
        ? ReadVisible(state, instruction.Line, instruction.OffsetBytes, instruction.SizeBytes)
        : new UInt128(
            ReadVisible(state, instruction.Line, instruction.OffsetBytes + PersistWord.Bytes, PersistWord.Bytes),
            ReadVisible(state, instruction.Line, instruction.OffsetBytes, PersistWord.Bytes));

    private ulong ReadVisible(MemoryState state, CacheLine line, int offsetBytes, int sizeBytes)
    {
        int slot = Units.FindSlot(line, offsetBytes);
        return slot < 0 ? 0 : States.Contents.Read(States.Visible(state.Unit(slot)), Units.OffsetInUnit(offsetBytes), sizeBytes);
    }

    private void MakeVisible(MemoryState state, int entryId)
    {
        ref readonly BufferEntry entry = ref Buffers.EntryAt(entryId);
        int slot = Units.FindSlot(entry.Line, entry.OffsetBytes);
        int after = States.Append(state.Unit(slot), entryId, Units.OffsetInUnit(entry.OffsetBytes), entry.SizeBytes, entry.Value);
        bool persists = _model.PersistsWhenVisible || entry.Kind == EntryKind.NonTemporal;
        SetUnit(state, slot, persists ? States.Raise(after) : after);
    }

    private void PendLine(MemoryState state, CacheLine line, int thread)
    {
        for (int unit = 0; unit < Units.UnitsPerLine; unit++)
        {
            int slot = Units.SlotOfUnit(line, unit);
            if (slot >= 0) { SetUnit(state, slot, States.Pend(state.Unit(slot), thread)); }
        }
    }

    private void RaiseLine(MemoryState state, CacheLine line)
    {
        for (int unit = 0; unit < Units.UnitsPerLine; unit++)
        {
            int slot = Units.SlotOfUnit(line, unit);
            if (slot >= 0) { SetUnit(state, slot, States.Raise(state.Unit(slot))); }
        }
    }

    private bool CompleteFlushes(MemoryState state, int thread)
    {
        ulong mask = 1UL << thread;
        bool isChecked = false;
        for (int slot = 0; slot < Units.SlotCount; slot++)
        {
            int unit = state.StoredUnit(slot);
            if (unit == 0 || (States.PendingThreads(unit) & mask) == 0) { continue; }
            if (!isChecked && !state.Crash()) { return false; }
            isChecked = true;
            SetUnit(state, slot, States.Complete(unit, thread));
        }
        return true;
    }

    private void SetUnit(MemoryState state, int slot, int value)
    {
        int before = state.Unit(slot);
        if (before == value) { return; }
        state.SetUnit(slot, value);
        // Only differences count, so that units that are met later, with their initial crash set, add nothing.
        (int setBefore, int setAfter) = (States.CrashSetOf(before), States.CrashSetOf(value));
        if (setBefore != setAfter) { state.CrashHash = state.CrashHash.Replace(slot, setBefore, setAfter); }
    }
}
