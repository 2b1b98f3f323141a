namespace Sim.Simulator;

/// <summary>A read that waits for the media, and the first of those that want its XPLine.</summary>
/// <param name="Line">A line of the XPLine.</param>
/// <param name="FirstWaiter">The first of the list of waiters.</param>
internal readonly record struct MediaRead(int Line, int FirstWaiter);

/// <summary>What waits for the media of one DIMM.</summary>
/// <remarks>
/// Reads go first while fewer than four writes wait; from then on a write goes after at most four reads. Requests for lines of
/// one XPLine that wait together are answered together.
/// </remarks>
internal sealed class MediaQueue
{
    private const int Pressure = 4;

    private int[] _readXpLines = new int[64];
    private int[] _readHeads = new int[64];
    private long[] _writes = new long[64];
    private int _writeHead;
    private int _readsInRow;
    private readonly List<(int Tag, int Next)> _waiters = [];
    private readonly Stack<int> _free = [];

    /// <summary>Reads that have not started.</summary>
    public int WaitingReads { get; private set; }

    /// <summary>Writes that have not started.</summary>
    public int WaitingWrites { get; private set; }

    /// <summary>Adds a read of a line.</summary>
    /// <returns>Whether the media must be asked; false if another read of the same XPLine waits already.</returns>
    public bool AddRead(int line, int tag)
    {
        int index = Array.IndexOf(_readXpLines, line >> 2, 0, WaitingReads);
        if (index >= 0)
        {
            _readHeads[index] = AddWaiter(tag, _readHeads[index]);
            return false;
        }
        if (WaitingReads == _readXpLines.Length)
        {
            Array.Resize(ref _readXpLines, 2 * WaitingReads);
            Array.Resize(ref _readHeads, 2 * WaitingReads);
        }
        _readXpLines[WaitingReads] = line >> 2;
        _readHeads[WaitingReads++] = AddWaiter(tag, -1);
        return true;
    }

    /// <summary>Whether a read of the line's XPLine waits.</summary>
    public bool IsReadWaiting(int line) => Array.IndexOf(_readXpLines, line >> 2, 0, WaitingReads) >= 0;

    /// <summary>Adds a write.</summary>
    public void AddWrite(long busyTicks)
    {
        if (WaitingWrites == _writes.Length)
        {
            long[] larger = new long[2 * _writes.Length];
            for (int i = 0; i < WaitingWrites; i++) { larger[i] = _writes[(_writeHead + i) % _writes.Length]; }
            _writes = larger;
            _writeHead = 0;
        }
        _writes[(_writeHead + WaitingWrites) % _writes.Length] = busyTicks;
        WaitingWrites++;
    }

    /// <summary>Takes the oldest read, if it is a read's turn.</summary>
    public bool TryTakeRead(out MediaRead read)
    {
        read = default;
        if (WaitingReads == 0 || (WaitingWrites >= Pressure && _readsInRow >= Pressure)) { return false; }
        _readsInRow++;
        read = new MediaRead(_readXpLines[0] << 2, _readHeads[0]);
        WaitingReads--;
        Array.Copy(_readXpLines, 1, _readXpLines, 0, WaitingReads);
        Array.Copy(_readHeads, 1, _readHeads, 0, WaitingReads);
        return true;
    }

    /// <summary>Takes the oldest write.</summary>
    public bool TryTakeWrite(out long busyTicks)
    {
        busyTicks = 0;
        if (WaitingWrites == 0) { return false; }
        _readsInRow = 0;
        busyTicks = _writes[_writeHead];
        _writeHead = (_writeHead + 1) % _writes.Length;
        WaitingWrites--;
        return true;
    }

    /// <summary>The tags of a list of waiters, whose places are free afterwards.</summary>
    public WaiterList Waiters(int first) => new(this, first);

    private int AddWaiter(int tag, int next)
    {
        if (_free.TryPop(out int index))
        {
            _waiters[index] = (tag, next);
            return index;
        }
        _waiters.Add((tag, next));
        return _waiters.Count - 1;
    }

    /// <summary>Walks a list of waiters without allocating.</summary>
    internal struct WaiterList(MediaQueue queue, int next)
    {
        public int Current { get; private set; }

        public readonly WaiterList GetEnumerator() => this;

        public bool MoveNext()
        {
            if (next < 0) { return false; }
            queue._free.Push(next);
            (Current, next) = queue._waiters[next];
            return true;
        }
    }
}
