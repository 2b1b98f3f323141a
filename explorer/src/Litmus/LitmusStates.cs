using Sim.CacheModel;

namespace Sim.Explorer.Litmus;

/// <summary>The states of a litmus program met so far, by 128-bit hash, each with the transition that first led to it.</summary>
/// <remarks>State numbers count from 0 in the order of discovery. 32 bytes a state when full, twice that after growing.</remarks>
internal sealed class LitmusStates
{
    private int[] _table = NewTable(1 << 12);
    private StateHash[] _hashes = new StateHash[1 << 11];
    private int[] _parents = new int[1 << 11];
    private int[] _choices = new int[1 << 11];

    /// <summary>How many states are known.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all states.</summary>
    public void Reset()
    {
        Array.Fill(_table, -1);
        Count = 0;
    }

    /// <summary>Adds a state unless it is known.</summary>
    /// <returns>Whether it is new; its number is then <see cref="Count"/> - 1.</returns>
    public bool Add(StateHash hash, int parent, int choice)
    {
        int slot = (int)hash.Low & (_table.Length - 1);
        for (; _table[slot] >= 0; slot = (slot + 1) & (_table.Length - 1))
        {
            if (_hashes[_table[slot]] == hash) { return false; }
        }
        if (Count == _hashes.Length) { Grow(); slot = FreeSlot(hash); }
        _table[slot] = Count;
        _hashes[Count] = hash;
        _parents[Count] = parent;
        _choices[Count] = choice;
        Count++;
        return true;
    }

    /// <summary>The choices that lead from the initial state to a state.</summary>
    public List<int> ScheduleTo(int state)
    {
        List<int> schedule = [];
        for (; _parents[state] >= 0; state = _parents[state]) { schedule.Add(_choices[state]); }
        schedule.Reverse();
        return schedule;
    }

    private static int[] NewTable(int length)
    {
        int[] table = new int[length];
        Array.Fill(table, -1);
        return table;
    }

    private int FreeSlot(StateHash hash)
    {
        int slot = (int)hash.Low & (_table.Length - 1);
        while (_table[slot] >= 0) { slot = (slot + 1) & (_table.Length - 1); }
        return slot;
    }

    private void Grow()
    {
        Array.Resize(ref _hashes, 2 * Count);
        Array.Resize(ref _parents, 2 * Count);
        Array.Resize(ref _choices, 2 * Count);
        _table = NewTable(4 * Count);
        for (int state = 0; state < Count; state++) { _table[FreeSlot(_hashes[state])] = state; }
    }
}
