using System.Diagnostics;
using Sim.CacheModel;

namespace Sim.Structures.Tests;

/// <summary>The power failed: what ran stops here.</summary>
internal sealed class PowerFailure : Exception;

/// <summary>One thread's memory with what a crash keeps of it, a count of events, and a failure after a number of them.</summary>
internal sealed class PowerFailMemory
{
    private readonly byte[] _visible;
    private readonly byte[] _durable;
    private readonly SortedDictionary<int, byte[]> _flushed = [];

    public PowerFailMemory(byte[] content) => (_visible, _durable) = ([.. content], [.. content]);

    public byte[] Visible => _visible;

    public int FlushCount { get; private set; }

    public int FenceCount { get; private set; }

    public int LockedCount { get; private set; }

    public int EventCount { get; private set; }

    /// <summary>The event at which the power fails, counted from 0; it does not happen any more.</summary>
    public int FailsAt { get; set; } = int.MaxValue;

    /// <summary>The event at which the run counts as endless.</summary>
    public int EndlessAt { get; set; } = int.MaxValue;

    public IReadOnlyList<int> DirtyLines => [.. Enumerable.Range(0, _visible.Length / CacheLine.Bytes).Where(IsDirty)];

    /// <summary>What a crash leaves when exactly these dirty lines were written back by the cache on its own.</summary>
    public byte[] ImageWith(IEnumerable<int> evicted)
    {
        byte[] image = [.. _durable];
        foreach (int line in evicted) { Line(_visible, line).CopyTo(Line(image, line)); }
        return image;
    }

    public void ResetCounts() => FlushCount = FenceCount = LockedCount = 0;

    public void Happens()
    {
        if (EventCount == FailsAt) { throw new PowerFailure(); }
        if (EventCount == EndlessAt) { throw new UnreachableException($"no end after {EndlessAt} events"); }
        EventCount++;
    }

    public void Flush(PmemAddress address, long lengthBytes)
    {
        (CacheLine first, int count) = CacheLine.Covering(address, lengthBytes);
        for (int line = first.Index; line < first.Index + count; line++) { _flushed[line] = Line(_visible, line).ToArray(); }
        FlushCount += count;
    }

    public void Fence()
    {
        Complete();
        FenceCount++;
    }

    public void Lock()
    {
        Complete();
        LockedCount++;
    }

    private static Span<byte> Line(byte[] memory, int line) => memory.AsSpan(line * CacheLine.Bytes, CacheLine.Bytes);

    private bool IsDirty(int line) => !Line(_visible, line).SequenceEqual(Line(_durable, line));

    private void Complete()
    {
        foreach ((int line, byte[] content) in _flushed) { content.CopyTo(Line(_durable, line)); }
        _flushed.Clear();
    }
}
