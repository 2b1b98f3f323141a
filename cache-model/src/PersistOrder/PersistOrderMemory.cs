namespace Sim.CacheModel;

/// <summary>Memory after a crash under a persist-order model, decided word by word, and the recovery that runs on it.</summary>
/// <remarks>
/// What earlier eras left undecided is, for every word of every era, the set of positions of its history that the crash may
/// have left, under implications "A at position i or later needs B at position j or later", where what A needs grows with i.
/// Restrictions of single words and such implications are closed under taking the least position of every word: of two
/// images that satisfy all of them, the image with the earlier position of each word does too. So some image is possible
/// exactly if raising each word's least position to what the others need, again and again, ends with no word empty; and the
/// least positions are then an image. No search is needed, however the words were restricted by what recovery read.
/// </remarks>
/// <param name="rules">The rules, with the shared tables.</param>
internal sealed class PersistOrderMemory(PersistOrderRules rules) : UndecidedMemory
{
    private const int HistoryKey = -1;
    private const int ViewKey = -2;
    private const int ThreadKey = -3;

    private readonly WordHistories _histories = rules.Histories;
    private readonly WordPatches _patches = rules.Patches;
    private readonly List<(int Key, int Slot, int Before)> _trail = [];
    private readonly Stack<int> _raised = new();
    private readonly List<ThreadOrder> _threadsBefore = [];
    private PersistLayer[] _layers = [];
    private ThreadOrder _thread;
    private int[] _historyOf = [];
    private int[] _viewOf = [];

    /// <inheritdoc/>
    public override int Mark => _trail.Count;

    /// <inheritdoc/>
    public override void Start(CrashImages? images)
    {
        _trail.Clear();
        _threadsBefore.Clear();
        _layers = images is null ? [] : [.. ((PersistOrderImages)images).Layers.Select(layer => layer.Copy())];
        _thread = default;
        Array.Clear(_historyOf);
        Array.Clear(_viewOf);
    }

    /// <inheritdoc/>
    public override void Undo(int mark)
    {
        while (_trail.Count > mark)
        {
            (int key, int slot, int before) = _trail[^1];
            _trail.RemoveAt(_trail.Count - 1);
            switch (key)
            {
                case HistoryKey: _historyOf[slot] = before; break;
                case ViewKey: _viewOf[slot] = before; break;
                case ThreadKey:
                    _thread = _threadsBefore[^1];
                    _threadsBefore.RemoveAt(_threadsBefore.Count - 1);
                    break;
                default: _layers[key].Positions[slot] = before; break;
            }
        }
    }

    /// <inheritdoc/>
    public override CrashImages Images()
    {
        int[] histories = [.. Enumerable.Range(0, rules.Units.SlotCount).Select(slot => WordOf(slot).History)];
        bool isUntouched = histories.All(history => history == _histories.Of(0));
        List<PersistLayer> layers = [.. _layers.Select(layer => layer.Copy())];
        if (!isUntouched || layers.Count == 0) { layers.Add(new PersistLayer(histories)); }
        return new PersistOrderImages(rules, layers);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<int> UnitStates()
    {
        Invariant.Holds(_layers.Length == 0, "threads start from memory that no crash has left undecided");
        return [.. Enumerable.Range(0, rules.Units.SlotCount).Select(WordOf)
            .SelectMany(word => (int[])[_histories.OverZeros(word.History), word.View + 1])];
    }

    /// <summary>The least content, which fits the least contents of all other words.</summary>
    public override IReadOnlyList<byte[]> Contents(int slot)
    {
        int patch = _patches.Zeros;
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            patch = _patches.Compose(patch, _histories.Patch(History(layer, slot), rules.Positions[Positions(layer, slot)][0]));
        }
        return [BitConverter.GetBytes(_patches.Value(_patches.Compose(patch, _histories.LastPatch(WordOf(slot).History))))];
    }

    /// <inheritdoc/>
    public override void BeforeRead(in MemoryInstruction instruction)
    {
    }

    /// <inheritdoc/>
    public override ValueGroup[] Read(CacheLine line, int offsetBytes, int sizeBytes, out int slot)
    {
        slot = rules.Units.FindSlot(line, offsetBytes);
        int offset = rules.Units.OffsetInUnit(offsetBytes);
        byte needed = (byte)(((1 << sizeBytes) - 1) << offset);
        int own = _histories.LastPatch(WordOf(slot).History);
        List<ValueGroup> groups = [];
        Split(slot, _layers.Length - 1, (byte)(needed & ~_patches.Mask(own)), own, [], groups, patch => rules.ReadPatch(patch, offset, sizeBytes));
        return [.. groups.OrderBy(group => group.Value)];
    }

    /// <inheritdoc/>
    public override void Decide(int slot, int set)
    {
        ReadOnlySpan<int> decision = rules.Positions[set];
        for (int i = 0; i < decision.Length; i += 2) { Narrow(decision[i], slot, decision[i + 1]); }
    }

    /// <inheritdoc/>
    public override void AfterRead(in MemoryInstruction instruction, UInt128 value)
    {
        AccessOrder order = instruction.Kind == EventKind.Load ? instruction.Order : AccessOrder.Acquire;
        for (int part = 0; part < instruction.SizeBytes; part += PersistWord.Bytes)
        {
            int slot = rules.Units.FindSlot(instruction.Line, instruction.OffsetBytes + part);
            ThreadOrder thread = _thread;
            WordOrder word = WordOf(slot);
            rules.Order.Load(ref thread, ref word, order);
            SetThread(thread);
            SetWord(word);
        }
        if (instruction.Kind != EventKind.CompareExchange || value != instruction.Comparand) { return; }
        Store(instruction.Entry, AccessOrder.Release);
        if (instruction.UpperEntry >= 0) { Store(instruction.UpperEntry, AccessOrder.Release); }
    }

    /// <inheritdoc/>
    public override void Execute(in MemoryInstruction instruction)
    {
        if (instruction.Kind != EventKind.Fence)
        {
            Store(instruction.Entry, instruction.Order);
            return;
        }
        ThreadOrder thread = _thread;
        OrderFence fence = rules.FenceOf(instruction);
        if (fence == OrderFence.Durability)
        {
            int persisted = rules.Order.Everything(thread);
            if (persisted == 0) { return; }
            Crashing?.Invoke();
            thread = rules.Rebase(thread, persisted);
            for (int slot = 0; slot < rules.Units.SlotCount; slot++) { SetWord(rules.Rebase(WordOf(slot), persisted)); }
        }
        else
        {
            rules.Order.Fence(ref thread, fence);
        }
        SetThread(thread);
    }

    /// <inheritdoc/>
    public override void AtEveryDrain(Action visit) => visit();

    /// <inheritdoc/>
    public override void DrainAll()
    {
    }

    /// <summary>Splits what is undecided by the bytes that a read needs, era by era, the latest first.</summary>
    private void Split(int slot, int layer, byte needed, int found, List<int> decision, List<ValueGroup> groups, Func<int, ulong> read)
    {
        if (needed == 0 || layer < 0)
        {
            groups.Add(new ValueGroup(read(found), rules.Positions.Intern([.. decision])));
            return;
        }
        int history = History(layer, slot);
        int[] positions = rules.Positions[Positions(layer, slot)].ToArray();
        foreach (IGrouping<(byte, ulong), int> group in positions.GroupBy(position => Needed(_histories.Patch(history, position), needed)))
        {
            int mark = Mark;
            int[] subset = [.. group];
            int set = rules.Positions.Intern(subset);
            int patch = _histories.Patch(history, subset[0]);
            if (Narrow(layer, slot, set))
            {
                List<int> further = subset.Length == positions.Length ? decision : [.. decision, layer, set];
                Split(slot, layer - 1, (byte)(needed & ~_patches.Mask(patch)), _patches.Compose(patch, found), further, groups, read);
            }
            Undo(mark);
        }
    }

    private (byte Mask, ulong Value) Needed(int patch, byte needed)
    {
        byte mask = (byte)(_patches.Mask(patch) & needed);
        return (mask, _patches.Value(patch) & WordPatches.Bytes(mask));
    }

    /// <summary>Restricts a word to some positions, and raises others to what that needs.</summary>
    /// <returns>Whether an image is left.</returns>
    private bool Narrow(int layer, int slot, int set)
    {
        if (set == Positions(layer, slot)) { return true; }
        SetPositions(layer, slot, set);
        _raised.Clear();
        _raised.Push(slot);
        while (_raised.TryPop(out int raised))
        {
            int least = rules.Positions[Positions(layer, raised)][0];
            ReadOnlySpan<int> needs = rules.Views[_histories.View(History(layer, raised), least)];
            for (int i = 0; i < needs.Length; i += 2)
            {
                int other = needs[i];
                ReadOnlySpan<int> positions = rules.Positions[Positions(layer, other)];
                if (positions[0] >= needs[i + 1]) { continue; }
                int first = positions.BinarySearch(needs[i + 1]);
                int[] rest = positions[(first < 0 ? ~first : first)..].ToArray();
                if (rest.Length == 0) { return false; }
                SetPositions(layer, other, rules.Positions.Intern(rest));
                _raised.Push(other);
            }
        }
        return true;
    }

    private int History(int layer, int slot) => slot < _layers[layer].SlotCount
        ? _layers[layer].History(slot)
        : layer == 0 ? rules.InitialUnit(slot, 0) : _histories.Of(0);

    private int Positions(int layer, int slot)
    {
        int set = slot < _layers[layer].SlotCount ? _layers[layer].Positions[slot] : 0;
        return set != 0 ? set : rules.AllPositions(History(layer, slot));
    }

    private void SetPositions(int layer, int slot, int set)
    {
        int stored = set == rules.AllPositions(History(layer, slot)) ? 0 : set;
        _trail.Add((layer, slot, _layers[layer].Positions[slot]));
        _layers[layer].Positions[slot] = stored;
    }

    private WordOrder WordOf(int slot)
    {
        EnsureSlots(slot + 1);
        return new WordOrder(slot, _historyOf[slot] == 0 ? _histories.Of(0) : _historyOf[slot], _viewOf[slot]);
    }

    private void SetWord(in WordOrder word)
    {
        _trail.Add((HistoryKey, word.Slot, _historyOf[word.Slot]));
        _trail.Add((ViewKey, word.Slot, _viewOf[word.Slot]));
        _historyOf[word.Slot] = word.History;
        _viewOf[word.Slot] = word.View;
    }

    private void SetThread(in ThreadOrder thread)
    {
        if (thread == _thread) { return; }
        _trail.Add((ThreadKey, 0, 0));
        _threadsBefore.Add(_thread);
        _thread = thread;
    }

    private void Store(int entry, AccessOrder order)
    {
        (int slot, int patch) = rules.Store(entry);
        ThreadOrder thread = _thread;
        WordOrder word = WordOf(slot);
        rules.Order.Store(ref thread, ref word, patch, order);
        SetThread(thread);
        SetWord(word);
    }

    private void EnsureSlots(int count)
    {
        if (count <= _historyOf.Length) { return; }
        Array.Resize(ref _historyOf, 2 * count);
        Array.Resize(ref _viewOf, 2 * count);
    }
}
