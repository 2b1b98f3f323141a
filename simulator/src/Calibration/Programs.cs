using Sim.CacheModel;

namespace Sim.Simulator.Calibration;

/// <summary>A program made of a generator method; only for threads whose steps are few or whose logic is longer than a formula.</summary>
internal sealed class SequenceProgram(Func<SequenceProgram, IEnumerable<Access>> steps) : IAccessProgram
{
    private IEnumerator<Access>? _steps;

    /// <summary>The time of the latest step.</summary>
    public long Now { get; private set; }

    public Access Next(long now)
    {
        Now = now;
        _steps ??= steps(this).GetEnumerator();
        return _steps.MoveNext() ? _steps.Current : new Access(AccessKind.End);
    }
}

/// <summary>How a streaming thread walks its region.</summary>
internal enum Pattern
{
    /// <summary>One access after the other.</summary>
    Sequential,

    /// <summary>Every access anywhere, aligned to its size.</summary>
    Random,

    /// <summary>Every access a fixed distance after the one before.</summary>
    Stride,
}

/// <summary>Accesses of one kind and size without end, as bandwidth benchmarks do.</summary>
internal sealed class StreamProgram : IAccessProgram
{
    private readonly AccessKind _kind;
    private readonly Pattern _pattern;
    private readonly long _firstLine;
    private readonly int _accessLines;
    private readonly int _strideLines;
    private readonly long _regionLines;
    private readonly long _fenceLines;
    private readonly bool _flushesAfterwards;
    private DeviceRandom _random;
    private long _offset;
    private long _line;
    private int _inAccess;
    private long _sinceFence;
    private long _flushing = -1;
    private bool _fenceIsDue;

    /// <summary>Makes a program.</summary>
    /// <param name="kind">What each line's access is.</param>
    /// <param name="pattern">Where the accesses go.</param>
    /// <param name="firstLine">Where the region starts.</param>
    /// <param name="regionLines">Its length.</param>
    /// <param name="accessLines">Lines of one access.</param>
    /// <param name="seed">The seed of the random choices.</param>
    /// <param name="strideLines">With <see cref="Pattern.Stride"/>, the distance.</param>
    /// <param name="fenceLines">Lines between two sfences; 0 for none.</param>
    /// <param name="flushesAfterwards">Whether the lines are flushed only when the fence is due.</param>
    public StreamProgram(AccessKind kind, Pattern pattern, long firstLine, long regionLines, int accessLines, ulong seed,
        int strideLines = 0, long fenceLines = 0, bool flushesAfterwards = false)
    {
        _kind = kind;
        _pattern = pattern;
        _firstLine = firstLine;
        _regionLines = regionLines;
        _accessLines = accessLines;
        _strideLines = strideLines;
        _fenceLines = fenceLines;
        _flushesAfterwards = flushesAfterwards;
        _random = new DeviceRandom(seed);

        // Threads that start together do not stay together; they are where chance has brought them.
        _offset = pattern == Pattern.Random ? 0 : (long)_random.Next((int)Math.Min(int.MaxValue, regionLines / accessLines)) * accessLines;
        _line = StartOfNext();
    }

    public Access Next(long now)
    {
        if (_fenceIsDue)
        {
            if (_flushesAfterwards && _flushing < _sinceFence) { return new Access(AccessKind.Flush, FlushedLine(_flushing++)); }
            _fenceIsDue = false;
            _sinceFence = 0;
            return new Access(AccessKind.StoreFence);
        }
        long line = _line + _inAccess;
        if (++_inAccess == _accessLines)
        {
            _inAccess = 0;
            _line = StartOfNext();
        }
        if (_fenceLines > 0 && ++_sinceFence == _fenceLines)
        {
            _fenceIsDue = true;
            _flushing = 0;
        }
        return new Access(_flushesAfterwards ? AccessKind.StoreForFlush : _kind, Inside(line));
    }

    private long FlushedLine(long index) => Inside(_line - (_inAccess == 0 ? _accessLines : 0) + _inAccess - _sinceFence + index);

    private long Inside(long line)
    {
        long offset = (line - _firstLine) % _regionLines;
        return _firstLine + (offset < 0 ? offset + _regionLines : offset);
    }

    private long StartOfNext()
    {
        if (_pattern == Pattern.Random) { return _firstLine + ((long)_random.Next((int)(_regionLines / _accessLines)) * _accessLines); }
        long line = _firstLine + _offset;
        _offset = (_offset + (_pattern == Pattern.Stride ? _strideLines : _accessLines)) % _regionLines;
        return line;
    }
}

/// <summary>The lines of a region in one random order.</summary>
internal static class RandomCycle
{
    /// <summary>A permutation of the numbers below a count.</summary>
    public static int[] Of(int count, ulong seed)
    {
        DeviceRandom random = new(seed);
        int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            int other = random.Next(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        Invariant.Holds(order.Length == count, "a permutation keeps its length");
        return order;
    }
}
