using Sim.CacheModel;

namespace Sim.Structures.Tests.Exploration;

/// <summary>Persistent memory by its mechanism: a dirty line may be written back at any moment, a flushed one is written back by the next fence.</summary>
/// <remarks>It keeps every combination of line versions that memory can hold, and writes down the content of each at every moment.</remarks>
internal sealed class EvictionMemory
{
    private readonly List<List<byte[]>> _versions = [];
    private readonly Dictionary<int, int> _tracked = [];
    private readonly Dictionary<int, int> _flushed = [];
    private readonly byte[] _initial;
    private HashSet<string> _held = [""];

    public EvictionMemory(byte[] visible) => (Visible, _initial) = (visible, [.. visible]);

    public byte[] Visible { get; }

    /// <summary>The number of operations begun and ended, as the trace's markers count them.</summary>
    public int MarkerCount { get; set; }

    /// <summary>Whether images are written down.</summary>
    public bool IsWatched { get; set; }

    /// <summary>Everything that a crash could have left, with the markers passed.</summary>
    public HashSet<string> Images { get; } = [];

    public void Stored(PmemAddress address)
    {
        int index = Track(address.Line.Index);
        _versions[index].Add(LineOf(Visible, address.Line.Index).ToArray());

        // The new version may be written back now, whatever memory held of the line; an older one was possible before.
        char newest = (char)(_versions[index].Count - 1);
        _held.UnionWith([.. _held.Select(held => string.Concat(held.AsSpan(0, index), newest.ToString(), held.AsSpan(index + 1)))]);
        Watch();
    }

    public void Flushed(PmemAddress address)
    {
        if (_tracked.TryGetValue(address.Line.Index, out int index)) { _flushed[index] = _versions[index].Count - 1; }
    }

    public void Fenced()
    {
        foreach ((int index, int version) in _flushed) { _held.RemoveWhere(held => held[index] < version); }
        _flushed.Clear();
        Watch();
    }

    public void Watch()
    {
        if (!IsWatched) { return; }
        byte[] image = [.. _initial];
        foreach (string held in _held)
        {
            foreach ((int line, int index) in _tracked) { _versions[index][held[index]].CopyTo(LineOf(image, line)); }
            Images.Add($"{MarkerCount} {Convert.ToHexString(image)}");
        }
    }

    private int Track(int line)
    {
        if (!_tracked.TryGetValue(line, out int index))
        {
            index = _versions.Count;
            _tracked.Add(line, index);
            _versions.Add([LineOf(_initial, line).ToArray()]);
            _held = [.. _held.Select(held => held + '\0')];
        }
        return index;
    }

    private static Span<byte> LineOf(byte[] memory, int line) => memory.AsSpan(line * CacheLine.Bytes, CacheLine.Bytes);
}
