namespace Sim.Simulator.Traces;

/// <summary>Numbers the 4 KiB pages of a trace from 0, in the order in which they are first met.</summary>
internal sealed class PageIndex
{
    /// <summary>Binary logarithm of a page's bytes: 64 lines, so that a set of lines is one word.</summary>
    public const int Shift = 12;

    // More pages than a process of this size should track: 16 GiB of written memory.
    private const int MaxPages = 1 << 22;

    private ulong[] _pages = new ulong[64];
    private int[] _slots = new int[128];
    private ulong _lastPage = ulong.MaxValue;
    private int _lastIndex;

    /// <summary>How many pages there are.</summary>
    public int Count { get; private set; }

    /// <summary>The page with a number.</summary>
    public ulong this[int index] => _pages[index];

    /// <summary>The number of a page, or -1 if it was never added.</summary>
    public int Find(ulong page)
    {
        if (page == _lastPage) { return _lastIndex; }
        int index = _slots[Slot(page)] - 1;
        if (index >= 0) { (_lastPage, _lastIndex) = (page, index); }
        return index;
    }

    /// <summary>The number of a page, given anew when it is met for the first time.</summary>
    /// <exception cref="InputException">The trace writes to more memory than can be tracked.</exception>
    public int Add(ulong page)
    {
        if (page == _lastPage) { return _lastIndex; }
        int slot = Slot(page);
        if (_slots[slot] == 0)
        {
            if (Count == MaxPages) { throw new InputException($"the trace writes to more than {MaxPages} pages of 4 KiB"); }
            if (Count == _pages.Length) { Array.Resize(ref _pages, Count * 2); }
            _pages[Count] = page;
            _slots[slot] = ++Count;
            if (Count * 2 > _slots.Length) { Rehash(); }
            (_lastPage, _lastIndex) = (page, Count - 1);
            return Count - 1;
        }
        (_lastPage, _lastIndex) = (page, _slots[slot] - 1);
        return _lastIndex;
    }

    private int Slot(ulong page)
    {
        int mask = _slots.Length - 1;
        int slot = (int)((page * 0x9E3779B97F4A7C15UL) >> 32) & mask;
        while (_slots[slot] != 0 && _pages[_slots[slot] - 1] != page) { slot = (slot + 1) & mask; }
        return slot;
    }

    private void Rehash()
    {
        _slots = new int[_slots.Length * 2];
        for (int index = 0; index < Count; index++) { _slots[Slot(_pages[index])] = index + 1; }
    }
}
