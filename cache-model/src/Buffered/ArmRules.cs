namespace Sim.CacheModel;

/// <summary>Armv8 threads that run C# code: a store buffer that drains out of order, in front of one memory of independent words.</summary>
/// <remarks>
/// What follows from the axioms (multi-copy-atomic Armv8 and PArmv8) when every load is ordered before every later load and
/// store (<see cref="ArmDependencies.All"/>): loads take place in program order, so only stores and flushes can be late.
/// <see cref="Blocks"/> is what remains of the order between them: coherence, STLR, DMB ST, and a flush after the stores of
/// its line. LDAR waits for earlier STLRs ([L];po;[A]); DMB SY and DSB SY wait for the whole buffer. A load is served from the
/// buffer where it can be.
/// A flush is not ordered after loads, whatever the assumption: it reaches as far as the thread had seen of the line, or had
/// seen at all at its last full barrier (<see cref="ArmWordStates"/>), and has no effect before a DSB SY.
/// Compare-exchange is what <c>Interlocked</c> compiles to (CASAL, or an exclusive pair and a DMB): it is ordered with all
/// earlier and later loads and stores, completes no flush, and does not order later flushes of other lines. Where it fails it is a
/// load-acquire. A non-temporal store is a store and a flush, as in Sim's own mappings; clflush is a flush and a DSB SY. Every fence that
/// is not a DMB, a DSB LD or ST, or an ISB is a DSB SY.
/// Without dependencies (<see cref="ArmDependencies.None"/>) a load may also return an older content, as old as coherence, the
/// last full barrier, compare-exchange, DMB LD or load-acquire allows: it has been performed early.
/// </remarks>
public sealed class ArmRules : BufferedRules
{
    private readonly ArmDependencies _dependencies;
    private readonly ArmWordStates _words;
    private readonly Dictionary<int, int> _crashSets = [];

    /// <summary>Rules with empty tables.</summary>
    /// <param name="model">The model.</param>
    /// <param name="units">Numbers the persist units.</param>
    /// <param name="threadCount">Threads.</param>
    public ArmRules(ArmModel model, PersistUnits units, int threadCount)
        : base(model, units, threadCount, Blocks)
    {
        _dependencies = model.Dependencies;
        _words = new ArmWordStates(threadCount, LoadsOvertakeLoads, units.Growth);
    }

    private bool LoadsOvertakeLoads => _dependencies == ArmDependencies.None;

    /// <summary>Whether an earlier entry of a buffer keeps a later one from draining.</summary>
    public static bool Blocks(BufferEntry earlier, BufferEntry later)
    {
        bool isBarrier = earlier.Kind == EntryKind.StoreFence;
        return later.Kind switch
        {
            EntryKind.Store => isBarrier || (earlier.Stores && IsSameWord(earlier, later)),
            EntryKind.ReleaseStore or EntryKind.StoreFence => isBarrier || earlier.Stores,
            _ => earlier.Stores && earlier.Line == later.Line,
        };
    }

    /// <inheritdoc/>
    public override MemoryInstruction Prepare(in MemoryEvent request)
    {
        MemoryInstruction instruction = MemoryInstruction.Of(request);
        switch (request.Kind)
        {
            case EventKind.Store:
                return instruction with { Entry = StoreEntry(KindOf(instruction.Order), instruction, 0, instruction.SizeBytes, request.Operand) };
            case EventKind.NonTemporalStore:
                return instruction with
                {
                    Entry = StoreEntry(KindOf(default), instruction, 0, instruction.SizeBytes, request.Operand),
                    UpperEntry = FlushEntry(instruction.Line),
                };
            case EventKind.CompareExchange when request.SizeBytes > Units.UnitBytes:
                return instruction with
                {
                    Entry = StoreEntry(EntryKind.Store, instruction, 0, PersistWord.Bytes, (ulong)request.Operand),
                    UpperEntry = StoreEntry(EntryKind.Store, instruction, PersistWord.Bytes, PersistWord.Bytes, request.Operand >> 64),
                };
            case EventKind.CompareExchange:
                return instruction with { Entry = StoreEntry(EntryKind.Store, instruction, 0, instruction.SizeBytes, request.Operand) };
            case EventKind.Flush:
                return instruction with { Entry = FlushEntry(instruction.Line) };
            case EventKind.Fence when BarrierOf(instruction.Fence) == ArmBarriers.Stores:
                return instruction with { Entry = Buffers.InternEntry(new BufferEntry(EntryKind.StoreFence, default)) };
            default:
                return instruction;
        }
    }

    /// <inheritdoc/>
    public override bool Ignores(in MemoryInstruction instruction) => instruction.Kind == EventKind.Fence && BarrierOf(instruction.Fence) switch
    {
        ArmBarriers.Context => true,
        ArmBarriers.Loads => !LoadsOvertakeLoads,
        _ => false,
    };

    /// <inheritdoc/>
    public override bool IsChoice(in MemoryInstruction instruction) => instruction.Kind switch
    {
        EventKind.Store or EventKind.NonTemporalStore => false,
        EventKind.Flush => IsClflush(instruction),
        EventKind.Fence => BarrierOf(instruction.Fence) != ArmBarriers.Stores,
        _ => true,
    };

    /// <inheritdoc/>
    public override bool IsEnabled(MemoryState state, int thread, in MemoryInstruction instruction)
    {
        int buffer = state.Thread(thread, BufferInt);
        return instruction.Kind switch
        {
            EventKind.CompareExchange => buffer == 0 || ReadForwarded(state, thread, instruction) != instruction.Comparand,
            EventKind.Fence when BarrierOf(instruction.Fence) == ArmBarriers.Stores => Buffers[buffer].Length < StoreBuffers.Capacity - 3,
            EventKind.Fence => !WaitsForBuffer(BarrierOf(instruction.Fence)) || buffer == 0,
            EventKind.Flush when IsClflush(instruction) => buffer == 0,
            EventKind.SpinUntil => instruction.Condition.IsSatisfiedBy(
                Read(state, thread, instruction.Line, instruction.OffsetBytes, instruction.SizeBytes), (ulong)instruction.Comparand),
            EventKind.Load => instruction.Order != AccessOrder.Acquire || !HasRelease(buffer),
            // A non-temporal store takes two places, and the words of a wide store enter the buffer together.
            _ => Buffers[buffer].Length < StoreBuffers.Capacity - 3 || instruction.ContinuesWideStore,
        };
    }

    /// <inheritdoc/>
    public override bool CanRespond(MemoryState state, int thread) => true;

    /// <inheritdoc/>
    public override int CountAlternatives(MemoryState state, int thread, in MemoryInstruction instruction) =>
        IsPlainLoad(instruction) ? PlacesToRead(state, thread, instruction).Count : 1;

    /// <inheritdoc/>
    public override UInt128 Execute(MemoryState state, int thread, in MemoryInstruction instruction, int alternative)
    {
        switch (instruction.Kind)
        {
            case EventKind.Load when IsPlainLoad(instruction):
                return LoadOld(state, thread, instruction, alternative);
            case EventKind.Load:
            case EventKind.SpinUntil:
                ulong value = Read(state, thread, instruction.Line, instruction.OffsetBytes, instruction.SizeBytes);
                Acquire(state, thread, instruction.Line);
                return value;
            case EventKind.CompareExchange:
                return CompareExchange(state, thread, instruction);
            case EventKind.Flush when IsClflush(instruction):
                PendLine(state, instruction.Line, thread);
                Barrier(state, thread, ArmBarriers.Full | ArmBarriers.Completion);
                return 0;
            case EventKind.Fence when BarrierOf(instruction.Fence) is var barrier && barrier != ArmBarriers.Stores:
                Barrier(state, thread, barrier);
                return 0;
            default:
                state.SetThread(thread, BufferInt, Issue(state.Thread(thread, BufferInt), instruction));
                return 0;
        }
    }

    /// <inheritdoc/>
    public override bool TakeForcedStep(MemoryState state, int thread)
    {
        int buffer = state.Thread(thread, BufferInt);
        int index = Buffers.ForcedIndex(buffer);
        if (index < 0) { return false; }
        BufferEntry entry = Buffers.Entry(Buffers[buffer][index]);
        if (entry.Kind == EntryKind.FlushOptimized) { PendLine(state, entry.Line, thread); }
        state.SetThread(thread, BufferInt, Buffers.Remove(buffer, index));
        return true;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Candidates(MemoryState state, int slot) =>
        [.. _words.Candidates(state.Unit(slot)).ToArray().Select(content => States.Contents[content].ToArray())];

    /// <inheritdoc/>
    internal override string OptimizedFlush => "dc cvap";

    /// <inheritdoc/>
    internal override string StoreBarrier => "dmb st";

    /// <inheritdoc/>
    internal override bool CompletesFlushes(in MemoryInstruction instruction) =>
        instruction.Kind == EventKind.Fence && (BarrierOf(instruction.Fence) & ArmBarriers.Completion) != 0;

    /// <inheritdoc/>
    internal override int Issue(int buffer, in MemoryInstruction instruction)
    {
        int issued = Buffers.Push(buffer, instruction.Entry);
        return instruction.UpperEntry >= 0 ? Buffers.Push(issued, instruction.UpperEntry) : issued;
    }

    /// <inheritdoc/>
    internal override int UnitOf(int persistState) => _words.Of(States.Candidates(persistState));

    /// <inheritdoc/>
    internal override int CrashSetOf(int unit)
    {
        if (!_crashSets.TryGetValue(unit, out int crashSet))
        {
            int[] contents = _words.Candidates(unit).ToArray();
            crashSet = States.InternCrashSet(contents.Distinct().Order().ToArray());
            Units.Growth.Demand();
            _crashSets.Add(unit, crashSet);
        }
        return crashSet;
    }

    /// <inheritdoc/>
    protected override int VisibleContent(int unit) => _words.Visible(unit);

    /// <inheritdoc/>
    protected override void MakeVisible(MemoryState state, int thread, int entryId)
    {
        BufferEntry entry = Buffers.Entry(entryId);
        int slot = Units.FindSlot(entry.Line, entry.OffsetBytes);
        int unit = state.Unit(slot);
        int content = States.Contents.Replace(_words.Visible(unit), Units.OffsetInUnit(entry.OffsetBytes), entry.SizeBytes, entry.Value);
        SetUnit(state, slot, _words.Refresh(_words.Append(unit, thread, content), thread));
        SeeLine(state, thread, entry.Line);
    }

    /// <inheritdoc/>
    protected override void PendLine(MemoryState state, CacheLine line, int thread)
    {
        for (int unit = 0; unit < Units.UnitsPerLine; unit++)
        {
            int slot = Units.SlotOfUnit(line, unit);
            if (slot >= 0) { SetUnit(state, slot, _words.Flush(state.Unit(slot), thread)); }
        }
    }

    /// <inheritdoc/>
    protected override bool CompleteFlushes(MemoryState state, int thread)
    {
        bool isChecked = false;
        for (int slot = 0; slot < Units.SlotCount; slot++)
        {
            int unit = state.StoredUnit(slot);
            if (unit == 0 || !_words.IsPending(unit, thread)) { continue; }
            if (!isChecked && !state.Crash()) { return false; }
            isChecked = true;
            SetUnit(state, slot, _words.Complete(unit, thread));
        }
        return true;
    }

    private static bool IsSameWord(BufferEntry first, BufferEntry second) =>
        first.Line == second.Line && first.OffsetBytes / PersistWord.Bytes == second.OffsetBytes / PersistWord.Bytes;

    private static bool IsClflush(in MemoryInstruction flush) => (FlushKind)flush.Variant == FlushKind.Clflush;

    private static bool WaitsForBuffer(ArmBarriers barrier) => (barrier & ArmBarriers.Full) != 0;

    private static ArmBarriers BarrierOf(FenceKind fence) => fence switch
    {
        FenceKind.DmbFull => ArmBarriers.Full,
        FenceKind.DmbLoad or FenceKind.DsbLoad => ArmBarriers.Loads,
        FenceKind.DmbStore or FenceKind.DsbStore => ArmBarriers.Stores,
        FenceKind.InstructionBarrier or FenceKind.NewStrand => ArmBarriers.Context,
        _ => ArmBarriers.Full | ArmBarriers.Completion,
    };

    private EntryKind KindOf(AccessOrder order) =>
        order == AccessOrder.Release || _dependencies == ArmDependencies.Volatile ? EntryKind.ReleaseStore : EntryKind.Store;

    private int FlushEntry(CacheLine line) => Buffers.InternEntry(new BufferEntry(EntryKind.FlushOptimized, line));

    private bool IsPlainLoad(in MemoryInstruction instruction) =>
        LoadsOvertakeLoads && instruction.Kind == EventKind.Load && instruction.Order == AccessOrder.Plain;

    private bool HasRelease(int buffer)
    {
        foreach (int entryId in Buffers[buffer])
        {
            if (Buffers.Entry(entryId).Kind == EntryKind.ReleaseStore) { return true; }
        }
        return false;
    }

    /// <summary>The thread has read the newest content of a line; where loads overtake loads, later ones read nothing older.</summary>
    private void Acquire(MemoryState state, int thread, CacheLine line)
    {
        SeeLine(state, thread, line);
        RefreshAll(state, thread);
    }

    private void SeeLine(MemoryState state, int thread, CacheLine line)
    {
        for (int unit = 0; unit < Units.UnitsPerLine; unit++)
        {
            int slot = Units.SlotOfUnit(line, unit);
            if (slot >= 0) { SetUnit(state, slot, _words.See(state.Unit(slot), thread)); }
        }
    }

    private void RefreshAll(MemoryState state, int thread)
    {
        for (int slot = 0; LoadsOvertakeLoads && slot < Units.SlotCount; slot++)
        {
            if (state.StoredUnit(slot) != 0) { SetUnit(state, slot, _words.Refresh(state.Unit(slot), thread)); }
        }
    }

    private void Barrier(MemoryState state, int thread, ArmBarriers barrier)
    {
        if ((barrier & ArmBarriers.Completion) != 0 && !CompleteFlushes(state, thread)) { return; }
        RefreshAll(state, thread);
        for (int slot = 0; (barrier & ArmBarriers.Full) != 0 && slot < Units.SlotCount; slot++)
        {
            SetUnit(state, slot, _words.See(state.Unit(slot), thread));
        }
    }

    private UInt128 ReadForwarded(MemoryState state, int thread, in MemoryInstruction instruction)
    {
        ulong low = Read(state, thread, instruction.Line, instruction.OffsetBytes, Math.Min((int)instruction.SizeBytes, PersistWord.Bytes));
        return instruction.SizeBytes <= PersistWord.Bytes
            ? low
            : new UInt128(Read(state, thread, instruction.Line, instruction.OffsetBytes + PersistWord.Bytes, PersistWord.Bytes), low);
    }

    private UInt128 CompareExchange(MemoryState state, int thread, in MemoryInstruction instruction)
    {
        UInt128 found = ReadForwarded(state, thread, instruction);
        Acquire(state, thread, instruction.Line);
        if (found != instruction.Comparand) { return found; }
        MakeVisible(state, thread, instruction.Entry);
        if (instruction.UpperEntry >= 0) { MakeVisible(state, thread, instruction.UpperEntry); }
        return found;
    }

    /// <summary>The places of a unit's contents that a plain load may read, the newest value first, each value once, at its oldest place.</summary>
    private List<int> PlacesToRead(MemoryState state, int thread, in MemoryInstruction instruction)
    {
        List<int> places = [];
        int slot = Units.FindSlot(instruction.Line, instruction.OffsetBytes);
        if (slot < 0) { return [0]; }
        ReadOnlySpan<int> readable = _words.Readable(state.Unit(slot), thread);
        if (IsInBuffer(state.Thread(thread, BufferInt), instruction)) { return [readable.Length - 1]; }
        HashSet<ulong> values = [];
        List<int> oldestFirst = [];
        for (int place = 0; place < readable.Length; place++)
        {
            if (values.Add(ContentValue(readable[place], instruction))) { oldestFirst.Add(place); }
        }
        ulong newest = ContentValue(readable[^1], instruction);
        foreach (int place in oldestFirst)
        {
            if (ContentValue(readable[place], instruction) == newest) { places.Insert(0, place); }
            else { places.Add(place); }
        }
        return places;
    }

    private ulong ContentValue(int content, in MemoryInstruction load) =>
        States.Contents.Read(content, Units.OffsetInUnit(load.OffsetBytes), load.SizeBytes);

    private bool IsInBuffer(int buffer, in MemoryInstruction load)
    {
        foreach (int entryId in Buffers[buffer])
        {
            BufferEntry entry = Buffers.Entry(entryId);
            if (entry.Stores && entry.Line == load.Line && entry.OffsetBytes / PersistWord.Bytes == load.OffsetBytes / PersistWord.Bytes) { return true; }
        }
        return false;
    }

    private ulong LoadOld(MemoryState state, int thread, in MemoryInstruction instruction, int alternative)
    {
        int slot = Units.FindSlot(instruction.Line, instruction.OffsetBytes);
        if (slot < 0) { return 0; }
        int place = PlacesToRead(state, thread, instruction)[alternative];
        ReadOnlySpan<int> readable = _words.Readable(state.Unit(slot), thread);
        ulong memory = ContentValue(readable[place], instruction);
        bool isNewest = place == readable.Length - 1;
        SetUnit(state, slot, _words.Read(state.Unit(slot), thread, place));
        if (isNewest) { SeeLine(state, thread, instruction.Line); }
        return Buffers.Forward(state.Thread(thread, BufferInt), instruction.Line, instruction.OffsetBytes, instruction.SizeBytes, memory);
    }
}
