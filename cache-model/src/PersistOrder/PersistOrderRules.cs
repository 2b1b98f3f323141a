namespace Sim.CacheModel;

/// <summary>The machine of the persist-order models: interleaved threads over one memory, and for every store what must persist before it.</summary>
/// <remarks>
/// A crash keeps a downward-closed set of the stores executed. Stores to one word persist in order, so such a set is a prefix
/// of each word's stores, closed under "if word A keeps at least i stores, word B keeps at least j": there is no product of
/// bounds, but <see cref="PersistOrderImages"/> can decide words one after the other. A word is the unit: its ints are its
/// <see cref="WordHistories">history</see> and its view, plus one. A thread's ints are its <see cref="ThreadOrder"/> and the
/// words of a wide store that are not visible yet. Loads, stores, locked instructions and durability fences are choices;
/// other fences change only what the thread remembers. Only a durability fence makes anything persistent for certain: crashes
/// are judged before it.
/// </remarks>
public sealed class PersistOrderRules : MemoryRules
{
    private const int WideInt = 4;
    private readonly PersistOrderModel _model;
    private readonly List<(MemoryInstruction Store, int Slot)> _stores = [];
    private readonly Dictionary<(int Slot, int Patch, byte Variant), int> _storeIds = [];
    private readonly List<int> _storePatches = [];
    private readonly SequenceTable _wide;
    private readonly List<int> _allPositions = [];

    /// <summary>Rules with empty tables.</summary>
    /// <param name="model">The model.</param>
    /// <param name="units">Numbers the words.</param>
    public PersistOrderRules(PersistOrderModel model, PersistUnits units)
        : base(model, units)
    {
        _model = model;
        _wide = new SequenceTable(units.Growth);
        Views = new PersistViews(units.Growth);
        Patches = new WordPatches(units.Growth);
        Positions = new SequenceTable(units.Growth);
        Histories = new WordHistories(Views, Patches, units.Growth);
        Order = model.CreateOrder(Views, Histories);
    }

    /// <summary>The persist views.</summary>
    public PersistViews Views { get; }

    /// <summary>The patches.</summary>
    public WordPatches Patches { get; }

    /// <summary>The histories.</summary>
    public WordHistories Histories { get; }

    /// <summary>The order.</summary>
    public PersistOrder Order { get; }

    /// <summary>Sets of positions of histories, and lists of decisions for them.</summary>
    internal SequenceTable Positions { get; }

    /// <inheritdoc/>
    public override int ThreadInts => 5;

    /// <inheritdoc/>
    public override int UnitInts => 2;

    /// <summary>What a fence does.</summary>
    public OrderFence FenceOf(in MemoryInstruction fence) => _model.FenceOf(fence.Fence);

    /// <summary>The word and the patch of a store.</summary>
    public (int Slot, int Patch) Store(int entry) => (_stores[entry].Slot, _storePatches[entry]);

    /// <inheritdoc/>
    public override MemoryInstruction Prepare(in MemoryEvent request)
    {
        MemoryInstruction instruction = MemoryInstruction.Of(request);
        // A load orders later stores to its word, so that words that are only read so far need a state as well.
        for (int part = 0; instruction.Reads && part < request.SizeBytes; part += PersistWord.Bytes)
        {
            Units.SlotFor(instruction.Line, instruction.OffsetBytes + part);
        }
        return request.Kind switch
        {
            EventKind.Store or EventKind.NonTemporalStore => instruction with { Entry = Intern(instruction, 0, request.Operand) },
            EventKind.CompareExchange => instruction with
            {
                Entry = Intern(instruction, 0, request.Operand),
                UpperEntry = request.SizeBytes > PersistWord.Bytes ? Intern(instruction, PersistWord.Bytes, request.Operand >> 64) : -1,
            },
            _ => instruction,
        };
    }

    /// <inheritdoc/>
    public override bool Ignores(in MemoryInstruction instruction) =>
        instruction.Kind == EventKind.Flush || (instruction.Kind == EventKind.Fence && FenceOf(instruction) == OrderFence.None);

    /// <inheritdoc/>
    public override bool IsChoice(in MemoryInstruction instruction) => instruction.Kind switch
    {
        EventKind.Fence => FenceOf(instruction) == OrderFence.Durability,
        EventKind.Store or EventKind.NonTemporalStore => !instruction.BeginsWideStore && !instruction.ContinuesWideStore,
        _ => true,
    };

    /// <summary>While a word of a wide store is not visible, the thread does nothing else.</summary>
    public override bool IsEnabled(MemoryState state, int thread, in MemoryInstruction instruction)
    {
        if (state.Thread(thread, WideInt) != 0) { return instruction.ContinuesWideStore; }
        return instruction.Kind != EventKind.SpinUntil || instruction.Condition.IsSatisfiedBy(
            Read(state, thread, instruction.Line, instruction.OffsetBytes, instruction.SizeBytes), (ulong)instruction.Comparand);
    }

    /// <inheritdoc/>
    public override bool CanRespond(MemoryState state, int thread) => state.Thread(thread, WideInt) == 0;

    /// <inheritdoc/>
    public override UInt128 Execute(MemoryState state, int thread, in MemoryInstruction instruction, int alternative)
    {
        switch (instruction.Kind)
        {
            case EventKind.Load:
            case EventKind.SpinUntil:
                LoadWord(state, thread, instruction, 0);
                return Read(state, thread, instruction.Line, instruction.OffsetBytes, instruction.SizeBytes);
            case EventKind.CompareExchange:
                return CompareExchange(state, thread, instruction);
            case EventKind.Fence:
                Fence(state, thread, FenceOf(instruction));
                return 0;
            default:
                if (!instruction.BeginsWideStore && !instruction.ContinuesWideStore) { StoreWord(state, thread, instruction.Entry, instruction.Order); }
                else { state.SetThread(thread, WideInt, _wide.Intern([.. _wide[state.Thread(thread, WideInt)], instruction.Entry])); }
                return 0;
        }
    }

    /// <summary>The words of a wide store become visible in any order.</summary>
    public override void ListSilentSteps(MemoryState state, int thread, List<int> steps)
    {
        int count = _wide[state.Thread(thread, WideInt)].Length;
        for (int step = 0; step < count; step++) { steps.Add(step); }
    }

    /// <inheritdoc/>
    public override void TakeSilentStep(MemoryState state, int thread, int step)
    {
        List<int> wide = [.. _wide[state.Thread(thread, WideInt)]];
        int entry = wide[step];
        wide.RemoveAt(step);
        state.SetThread(thread, WideInt, _wide.Intern([.. wide]));
        StoreWord(state, thread, entry, _stores[entry].Store.Order);
    }

    /// <inheritdoc/>
    public override (string Text, int Line) DescribeSilentStep(MemoryState state, int thread, int step)
    {
        (MemoryInstruction store, int slot) = _stores[_wide[state.Thread(thread, WideInt)][step]];
        return ($"the word at {Units.Address(slot)} of a wide store becomes visible", store.Line.Index);
    }

    /// <inheritdoc/>
    public override ulong Read(MemoryState state, int thread, CacheLine line, int offsetBytes, int sizeBytes)
    {
        int slot = Units.FindSlot(line, offsetBytes);
        return slot < 0 ? 0 : ReadPatch(Histories.LastPatch(state.Unit(slot)), Units.OffsetInUnit(offsetBytes), sizeBytes);
    }

    /// <inheritdoc/>
    public override StateHash CrashHash(MemoryState state)
    {
        StateHash hash = default;
        for (int slot = 0; slot < Units.SlotCount; slot++) { hash = hash.Replace(slot, 0, state.StoredUnit(slot)); }
        return hash;
    }

    /// <inheritdoc/>
    public override CrashImages CrashImages(MemoryState state) =>
        new PersistOrderImages(this, [new PersistLayer([.. Enumerable.Range(0, Units.SlotCount).Select(slot => state.Unit(slot))])]);

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Candidates(MemoryState state, int slot)
    {
        int history = state.Unit(slot);
        return [.. Enumerable.Range(0, Histories.PositionCount(history))
            .Select(position => BitConverter.GetBytes(Patches.Value(Histories.Patch(history, position))))];
    }

    /// <inheritdoc/>
    public override UndecidedMemory NewMemory() => new PersistOrderMemory(this);

    /// <summary>The set of all positions of a history.</summary>
    internal int AllPositions(int history)
    {
        int count = Histories.PositionCount(history);
        if (_allPositions.Count <= count) { Units.Growth.Demand(); }
        while (_allPositions.Count <= count) { _allPositions.Add(Positions.Intern([.. Enumerable.Range(0, _allPositions.Count)])); }
        return _allPositions[count];
    }

    /// <summary>Reads bytes of a patch that replaces them.</summary>
    public ulong ReadPatch(int patch, int offset, int sizeBytes)
    {
        ulong value = Patches.Value(patch) >> (8 * offset);
        return sizeBytes == PersistWord.Bytes ? value : value & ((1UL << (8 * sizeBytes)) - 1);
    }

    /// <inheritdoc/>
    protected override int CleanUnit(int index) => index == 0 ? Histories.Of(Patches.Zeros) : 1;

    private int Intern(in MemoryInstruction instruction, int shift, UInt128 value)
    {
        int offset = instruction.OffsetBytes + shift;
        int slot = Units.SlotFor(instruction.Line, offset);
        int patch = Patches.Of(Units.OffsetInUnit(offset), Math.Min((int)instruction.SizeBytes, PersistWord.Bytes), (ulong)value);
        byte variant = instruction.Kind == EventKind.Store ? instruction.Variant : (byte)AccessOrder.Plain;
        if (!_storeIds.TryGetValue((slot, patch, variant), out int id))
        {
            Units.Growth.Demand();
            id = _stores.Count;
            _stores.Add((instruction with { Variant = variant }, slot));
            _storePatches.Add(patch);
            _storeIds.Add((slot, patch, variant), id);
        }
        return id;
    }

    private static ThreadOrder OrderOf(MemoryState state, int thread) =>
        new(state.Thread(thread, 0), state.Thread(thread, 1), state.Thread(thread, 2), state.Thread(thread, 3));

    private static void SetOrder(MemoryState state, int thread, in ThreadOrder order)
    {
        state.SetThread(thread, 0, order.Before);
        state.SetThread(thread, 1, order.Current);
        state.SetThread(thread, 2, order.Old);
        state.SetThread(thread, 3, order.Base);
    }

    private static WordOrder WordOf(MemoryState state, int slot) => new(slot, state.Unit(slot, 0), state.Unit(slot, 1) - 1);

    private static void SetWord(MemoryState state, in WordOrder word)
    {
        state.SetUnit(word.Slot, 0, word.History);
        state.SetUnit(word.Slot, 1, word.View + 1);
    }

    private void LoadWord(MemoryState state, int thread, in MemoryInstruction instruction, int shift)
    {
        int slot = Units.FindSlot(instruction.Line, instruction.OffsetBytes + shift);
        ThreadOrder order = OrderOf(state, thread);
        WordOrder word = WordOf(state, slot);
        Order.Load(ref order, ref word, instruction.Kind == EventKind.Load ? instruction.Order : AccessOrder.Acquire);
        SetOrder(state, thread, order);
        SetWord(state, word);
    }

    private void StoreWord(MemoryState state, int thread, int entry, AccessOrder access)
    {
        (int slot, int patch) = Store(entry);
        ThreadOrder order = OrderOf(state, thread);
        WordOrder word = WordOf(state, slot);
        Order.Store(ref order, ref word, patch, access);
        SetOrder(state, thread, order);
        SetWord(state, word);
    }

    private UInt128 CompareExchange(MemoryState state, int thread, in MemoryInstruction instruction)
    {
        bool isWide = instruction.UpperEntry >= 0;
        UInt128 found = Read(state, thread, instruction.Line, instruction.OffsetBytes, Math.Min((int)instruction.SizeBytes, PersistWord.Bytes));
        LoadWord(state, thread, instruction, 0);
        if (isWide)
        {
            found |= (UInt128)Read(state, thread, instruction.Line, instruction.OffsetBytes + PersistWord.Bytes, PersistWord.Bytes) << 64;
            LoadWord(state, thread, instruction, PersistWord.Bytes);
        }
        if (found != instruction.Comparand) { return found; }
        StoreWord(state, thread, instruction.Entry, AccessOrder.Release);
        if (isWide) { StoreWord(state, thread, instruction.UpperEntry, AccessOrder.Release); }
        return found;
    }

    private void Fence(MemoryState state, int thread, OrderFence fence)
    {
        ThreadOrder order = OrderOf(state, thread);
        if (fence != OrderFence.Durability)
        {
            Order.Fence(ref order, fence);
            SetOrder(state, thread, order);
            return;
        }
        int persisted = Order.Everything(order);
        if (persisted == 0 || !state.Crash()) { return; }
        for (int t = 0; t < state.ThreadCount; t++) { SetOrder(state, t, Rebase(OrderOf(state, t), persisted)); }
        for (int slot = 0; slot < Units.SlotCount; slot++) { SetWord(state, Rebase(WordOf(state, slot), persisted)); }
    }

    /// <summary>What a thread remembers once a view has persisted.</summary>
    public ThreadOrder Rebase(in ThreadOrder order, int persisted) => new(
        Views.Rebase(order.Before, persisted), Views.Rebase(order.Current, persisted),
        Views.Rebase(order.Old, persisted), Views.Rebase(order.Base, persisted));

    /// <summary>What a word remembers once a view has persisted.</summary>
    public WordOrder Rebase(in WordOrder word, int persisted) => word with
    {
        History = Histories.Rebase(word.History, word.Slot, persisted),
        View = Views.Rebase(word.View, persisted),
    };
}
