namespace Sim.CacheModel;

/// <summary>The stores and flushes of one core that have issued and not yet reached its cache; they drain in order.</summary>
public sealed class StoreBuffer
{
    private readonly long[] _drainAt;
    private readonly long[] _words;
    private int _head;
    private int _count;

    /// <summary>Makes an empty buffer.</summary>
    /// <param name="entryCount">Its capacity.</param>
    public StoreBuffer(int entryCount)
    {
        _drainAt = new long[entryCount];
        _words = new long[entryCount];
    }

    /// <summary>When the newest entry drains; 0 if there never was one.</summary>
    public long LastDrainAt { get; private set; }

    /// <summary>The first cycle from <paramref name="now"/> on in which an entry is free.</summary>
    public long FreeAt(long now)
    {
        if (_count < _drainAt.Length) { return now; }
        while (_count > 0 && _drainAt[_head] <= now) { Pop(); }
        return _count < _drainAt.Length ? now : _drainAt[_head];
    }

    /// <summary>Adds an entry, after waiting for <see cref="FreeAt"/>; it cannot drain before the one ahead of it.</summary>
    /// <param name="now">The current cycle.</param>
    /// <param name="readyAt">When the cache can take it.</param>
    /// <param name="word">The number of the 8-byte word stored, for forwarding; -1 for a flush.</param>
    /// <returns>When it drains.</returns>
    public long Push(long now, long readyAt, long word)
    {
        while (_count > 0 && _drainAt[_head] <= now) { Pop(); }
        Invariant.Holds(_count < _drainAt.Length, "the caller waited for a free entry");
        LastDrainAt = Math.Max(readyAt, LastDrainAt + 1);
        int tail = _head + _count;
        if (tail >= _drainAt.Length) { tail -= _drainAt.Length; }
        _drainAt[tail] = LastDrainAt;
        _words[tail] = word;
        _count++;
        return LastDrainAt;
    }

    /// <summary>Whether a store to the word has not drained at <paramref name="now"/>, so that a load forwards from it.</summary>
    public bool Holds(long word, long now)
    {
        int index = _head;
        for (int rest = _count; rest > 0; rest--)
        {
            if (_words[index] == word && _drainAt[index] > now) { return true; }
            index = index + 1 == _drainAt.Length ? 0 : index + 1;
        }
        return false;
    }

    private void Pop()
    {
        _head = _head + 1 == _drainAt.Length ? 0 : _head + 1;
        _count--;
    }
}
