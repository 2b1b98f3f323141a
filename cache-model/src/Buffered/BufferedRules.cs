using System.Numerics;

namespace Sim.CacheModel;

/// <summary>Rules of threads with a store buffer each, in front of one memory whose units each persist a prefix of their stores.</summary>
/// <remarks>
/// A thread's int is its buffer (<see cref="StoreBuffers"/>), a unit's int its persist state. What waits in a buffer drains
/// when no earlier entry blocks it: stores and flushes that are complete when done by choice, flushes that a fence completes
/// and fences at once. What a crash leaves is a product over the units. The families of such models (x86, Arm, RDMA) say which
/// entry blocks which, and what their instructions do.
/// </remarks>
public abstract class BufferedRules : MemoryRules
{
    /// <summary>The index of a thread's buffer among its ints.</summary>
    protected const int BufferInt = 0;

    /// <summary>Rules with empty tables.</summary>
    /// <param name="model">The model.</param>
    /// <param name="units">Numbers the persist units.</param>
    /// <param name="threadCount">Threads.</param>
    /// <param name="blocks">Whether an earlier entry of a buffer keeps a later one from draining.</param>
    /// <param name="reordersStores">Whether a compiler reorders plain stores; see <see cref="TsoModel.ReordersStores"/>.</param>
    protected BufferedRules(PersistencyModel model, PersistUnits units, int threadCount, Func<BufferEntry, BufferEntry, bool> blocks, bool reordersStores = false)
        : base(model, units)
    {
        Buffers = new StoreBuffers(blocks, units.Growth, reordersStores);
        ReordersStores = reordersStores;
        States = new PersistStates(model, threadCount, units.Growth);
        Undecided = new UndecidedUnits(States, Buffers, units);
    }

    /// <summary>The store buffers.</summary>
    public StoreBuffers Buffers { get; }

    /// <summary>The persist states of units: of threads, unless a family keeps others, and of recovery.</summary>
    public PersistStates States { get; }

    /// <summary>Sets of them, for recovery.</summary>
    public UndecidedUnits Undecided { get; }

    /// <inheritdoc/>
    public override int ThreadInts => 1;

    /// <inheritdoc/>
    public override int UnitInts => 1;

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
        if ((Model.PersistsWhenVisible || entry.Kind != EntryKind.Store) && !state.Crash()) { return; }
        if (entry.Stores) { MakeVisible(state, thread, entryId); }
        else { RaiseLine(state, entry.Line); }
        state.SetThread(thread, BufferInt, Buffers.Remove(buffer, step));
    }

    /// <inheritdoc/>
    public override (string Text, int Line) DescribeSilentStep(MemoryState state, int thread, int step)
    {
        BufferEntry entry = Buffers.Entry(Buffers[state.Thread(thread, BufferInt)][step]);
        string text = entry.Stores
            ? $"{entry.Line.Start + entry.OffsetBytes} = {Hex(entry.Value)} becomes visible"
            : $"{CompleteFlush} {entry.Line.Start} is done";
        return (text, entry.Line.Index);
    }

    /// <inheritdoc/>
    public override IEnumerable<string> DescribeWaiting(MemoryState state, int thread) =>
        Buffers[state.Thread(thread, BufferInt)].ToArray().Select(Buffers.Entry).Select(entry => entry.Kind switch
        {
            EntryKind.Store => $"{entry.Line.Start + entry.OffsetBytes} = {Hex(entry.Value)}",
            EntryKind.NonTemporal => $"nt {entry.Line.Start + entry.OffsetBytes} = {Hex(entry.Value)}",
            EntryKind.ReleaseStore => $"release {entry.Line.Start + entry.OffsetBytes} = {Hex(entry.Value)}",
            EntryKind.FlushOptimized => $"{OptimizedFlush} {entry.Line.Start}",
            EntryKind.Flush => $"{CompleteFlush} {entry.Line.Start}",
            _ => StoreBarrier,
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
        for (int slot = 0; slot < crashSets.Length; slot++) { crashSets[slot] = CrashSetOf(state.Unit(slot)); }
        return new BufferedCrashImages(this, crashSets);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Candidates(MemoryState state, int slot) =>
        [.. States.Candidates(state.Unit(slot)).ToArray().Select(content => States.Contents[content].ToArray())];

    /// <inheritdoc/>
    public override UndecidedMemory NewMemory() => new BufferedMemory(this);

    /// <summary>What a flush is called that a fence completes.</summary>
    internal virtual string OptimizedFlush => "clwb";

    /// <summary>What a flush is called that is complete when it is done.</summary>
    internal virtual string CompleteFlush => "clflush";

    /// <summary>What a fence in a buffer is called.</summary>
    internal virtual string StoreBarrier => "sfence";

    /// <summary>Whether a thread that runs alone must drain its buffer before it reads; a locked instruction starts with an empty one.</summary>
    internal virtual bool DrainsBefore(in MemoryInstruction read) => read.Kind == EventKind.CompareExchange;

    /// <summary>Whether a fence waits while a buffer is not drained further.</summary>
    internal virtual bool FenceWaitsFor(int buffer) => buffer != 0;

    /// <summary>Whether a fence, or a locked instruction, completes the thread's flushes.</summary>
    internal abstract bool CompletesFlushes(in MemoryInstruction instruction);

    /// <summary>Whether a compiler reorders plain stores.</summary>
    internal bool ReordersStores { get; }

    /// <summary>The same store as the first one of a group that no earlier store passes.</summary>
    internal int BeginGroup(int entry) => Buffers.InternEntry(Buffers.Entry(entry) with { BeginsGroup = true });

    /// <summary>Whether stores wait in the buffer at all.</summary>
    internal virtual bool BuffersStores => true;

    /// <summary>The buffer after an instruction that reads nothing was issued.</summary>
    internal virtual int Issue(int buffer, in MemoryInstruction instruction) => Buffers.Push(buffer, instruction.Entry);

    /// <summary>A unit's int for threads that start where a thread that ran alone has left a persist state.</summary>
    internal virtual int UnitOf(int persistState) => persistState;

    /// <summary>The crash set of a unit's int.</summary>
    internal virtual int CrashSetOf(int unit) => States.CrashSetOf(unit);

    /// <inheritdoc/>
    protected override int CleanUnit(int index) => UnitOf(States.Clean(0));

    /// <summary>Numbers a store of an instruction, and the unit it goes to.</summary>
    /// <param name="kind">Which store.</param>
    /// <param name="instruction">The instruction.</param>
    /// <param name="shift">Bytes from its address.</param>
    /// <param name="sizeBytes">Bytes stored.</param>
    /// <param name="value">The bytes.</param>
    protected int StoreEntry(EntryKind kind, in MemoryInstruction instruction, int shift, int sizeBytes, UInt128 value)
    {
        byte offset = (byte)(instruction.OffsetBytes + shift);
        Units.SlotFor(instruction.Line, offset);
        bool releases = ReordersStores && instruction is { Kind: EventKind.Store, Order: AccessOrder.Release };
        return Buffers.InternEntry(
            new BufferEntry(kind, instruction.Line, offset, (byte)sizeBytes, value, instruction.ContinuesWideStore, Releases: releases));
    }

    private static string Hex(UInt128 value) => value < 10 ? value.ToString() : $"0x{value:x}";

    /// <summary>Reads both words of a compare-exchange from visible memory.</summary>
    protected UInt128 ReadLocked(MemoryState state, in MemoryInstruction instruction) => instruction.SizeBytes <= PersistWord.Bytes
        ? ReadVisible(state, instruction.Line, instruction.OffsetBytes, instruction.SizeBytes)
        : new UInt128(
            ReadVisible(state, instruction.Line, instruction.OffsetBytes + PersistWord.Bytes, PersistWord.Bytes),
            ReadVisible(state, instruction.Line, instruction.OffsetBytes, PersistWord.Bytes));

    /// <summary>Reads visible memory.</summary>
    protected ulong ReadVisible(MemoryState state, CacheLine line, int offsetBytes, int sizeBytes)
    {
        int slot = Units.FindSlot(line, offsetBytes);
        return slot < 0 ? 0 : States.Contents.Read(VisibleContent(state.Unit(slot)), Units.OffsetInUnit(offsetBytes), sizeBytes);
    }

    /// <summary>The content that threads see in a unit.</summary>
    protected virtual int VisibleContent(int unit) => States.Visible(unit);

    /// <summary>A store of a thread becomes visible.</summary>
    protected virtual void MakeVisible(MemoryState state, int thread, int entryId)
    {
        ref readonly BufferEntry entry = ref Buffers.EntryAt(entryId);
        int slot = Units.FindSlot(entry.Line, entry.OffsetBytes);
        int after = States.Append(state.Unit(slot), entryId, Units.OffsetInUnit(entry.OffsetBytes), entry.SizeBytes, entry.Value);
        bool persists = Model.PersistsWhenVisible || entry.Kind == EntryKind.NonTemporal;
        SetUnit(state, slot, persists ? States.Raise(after) : after);
    }

    /// <summary>A thread's flush covers a line; its next fence completes it.</summary>
    protected virtual void PendLine(MemoryState state, CacheLine line, int thread)
    {
        for (int unit = 0; unit < Units.UnitsPerLine; unit++)
        {
            int slot = Units.SlotOfUnit(line, unit);
            if (slot >= 0) { SetUnit(state, slot, States.Pend(state.Unit(slot), thread)); }
        }
    }

    /// <summary>Everything visible in a line is persistent.</summary>
    protected void RaiseLine(MemoryState state, CacheLine line)
    {
        for (int unit = 0; unit < Units.UnitsPerLine; unit++)
        {
            int slot = Units.SlotOfUnit(line, unit);
            if (slot >= 0) { SetUnit(state, slot, States.Raise(state.Unit(slot))); }
        }
    }

    /// <summary>A fence completes a thread's flushes.</summary>
    /// <returns>Whether the execution goes on.</returns>
    protected virtual bool CompleteFlushes(MemoryState state, int thread)
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

    /// <summary>Sets a unit's int, and keeps the hash of what a crash leaves.</summary>
    protected void SetUnit(MemoryState state, int slot, int value)
    {
        int before = state.Unit(slot);
        if (before == value) { return; }
        state.SetUnit(slot, value);
        // Only differences count, so that units that are met later, with their initial crash set, add nothing.
        (int setBefore, int setAfter) = (CrashSetOf(before), CrashSetOf(value));
        if (setBefore != setAfter) { state.CrashHash = state.CrashHash.Replace(slot, setBefore, setAfter); }
    }
}
