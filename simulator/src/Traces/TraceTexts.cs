using System.IO.Hashing;
using System.Text;

namespace Sim.Simulator.Traces;

/// <summary>The texts of a trace (call stacks, markers, file names), numbered from 0 in the order in which they are met; 0 is empty.</summary>
/// <remarks>Texts are kept as bytes: a trace copies them unchanged, whatever their encoding, and only reports decode them.</remarks>
public sealed class TraceTexts
{
    /// <summary>The most bytes of all texts together: a trace beyond that is damaged, or names a new call stack at every event.</summary>
    public const int MaxTotalBytes = 64 << 20;

    private byte[] _bytes = new byte[4096];
    private int[] _ends = new int[64];
    private int[] _slots = new int[128];
    private int _count;

    /// <summary>A table that holds the empty text.</summary>
    public TraceTexts() => TryIntern([], out _);

    /// <summary>How many texts there are.</summary>
    public int Count => _count;

    /// <summary>A text, with damaged characters replaced.</summary>
    public string this[int id] => Encoding.UTF8.GetString(Bytes(id));

    /// <summary>The bytes of a text; valid until the next text is added.</summary>
    public ReadOnlySpan<byte> Bytes(int id)
    {
        int start = id == 0 ? 0 : _ends[id - 1];
        return _bytes.AsSpan(start, _ends[id] - start);
    }

    /// <summary>The number of a text, given anew when it is met for the first time.</summary>
    /// <returns>False if the table is full.</returns>
    public bool TryIntern(ReadOnlySpan<byte> text, out int id)
    {
        int mask = _slots.Length - 1;
        int slot = (int)XxHash3.HashToUInt64(text) & mask;
        while (_slots[slot] is int stored and not 0)
        {
            id = stored - 1;
            if (Bytes(id).SequenceEqual(text)) { return true; }
            slot = (slot + 1) & mask;
        }
        id = _count;
        int end = _count == 0 ? 0 : _ends[_count - 1];
        if (text.Length > MaxTotalBytes - end) { return false; }
        Append(text, end);
        _slots[slot] = _count;
        if (_count * 2 > _slots.Length) { Rehash(); }
        return true;
    }

    private void Append(ReadOnlySpan<byte> text, int end)
    {
        if (end + text.Length > _bytes.Length) { Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, end + text.Length)); }
        if (_count == _ends.Length) { Array.Resize(ref _ends, _count * 2); }
        text.CopyTo(_bytes.AsSpan(end));
        _ends[_count++] = end + text.Length;
    }

    private void Rehash()
    {
        _slots = new int[_slots.Length * 2];
        int mask = _slots.Length - 1;
        for (int id = 0; id < _count; id++)
        {
            int slot = (int)XxHash3.HashToUInt64(Bytes(id)) & mask;
            while (_slots[slot] != 0) { slot = (slot + 1) & mask; }
            _slots[slot] = id + 1;
        }
    }
}
