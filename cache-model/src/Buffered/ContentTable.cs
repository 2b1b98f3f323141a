using System.IO.Hashing;

namespace Sim.CacheModel;

/// <summary>Gives every distinct content of a persist unit one number. Content 0 is all zeros.</summary>
public sealed class ContentTable
{
    private readonly Dictionary<UInt128, int> _ids = [];
    private readonly GrowthLock _growth;
    private readonly int _unitBytes;
    private byte[] _data = new byte[4096];
    private int _count;

    /// <summary>A table for units of a size.</summary>
    /// <param name="unitBytes">8 or 64.</param>
    /// <param name="growth">Says whether contents may be added; null for always.</param>
    public ContentTable(int unitBytes, GrowthLock? growth = null)
    {
        _growth = growth ?? new GrowthLock();
        _unitBytes = unitBytes;
        Intern(new byte[unitBytes]);
    }

    /// <summary>How many contents are known.</summary>
    public int Count => _count;

    /// <summary>The bytes of a content; valid until the next content is interned.</summary>
    public ReadOnlySpan<byte> this[int id] => _data.AsSpan(id * _unitBytes, _unitBytes);

    /// <summary>The number of a content.</summary>
    /// <exception cref="TableLockedException">The content is new, and none may be added now.</exception>
    public int Intern(ReadOnlySpan<byte> content)
    {
        UInt128 hash = XxHash128.HashToUInt128(content);
        if (_ids.TryGetValue(hash, out int id))
        {
            Invariant.Holds(this[id].SequenceEqual(content), "128-bit hashes of different contents differ");
            return id;
        }
        _growth.Demand();
        if ((_count + 1) * _unitBytes > _data.Length) { Array.Resize(ref _data, 2 * _data.Length); }
        content.CopyTo(_data.AsSpan(_count * _unitBytes));
        _ids.Add(hash, _count);
        return _count++;
    }

    /// <summary>The number of a content with some bytes replaced.</summary>
    public int Replace(int id, int offsetBytes, int sizeBytes, UInt128 value)
    {
        Span<byte> content = stackalloc byte[CacheLine.Bytes];
        content = content[.._unitBytes];
        this[id].CopyTo(content);
        for (int i = 0; i < sizeBytes; i++) { content[offsetBytes + i] = (byte)(value >> (8 * i)); }
        return Intern(content);
    }

    /// <summary>Reads at most 8 bytes of a content.</summary>
    public ulong Read(int id, int offsetBytes, int sizeBytes)
    {
        ReadOnlySpan<byte> bytes = _data.AsSpan((id * _unitBytes) + offsetBytes, sizeBytes);
        return sizeBytes switch
        {
            8 => BitConverter.ToUInt64(bytes),
            4 => BitConverter.ToUInt32(bytes),
            2 => BitConverter.ToUInt16(bytes),
            1 => bytes[0],
            _ => throw new ArgumentOutOfRangeException(nameof(sizeBytes), sizeBytes, "a load has 1, 2, 4 or 8 bytes"),
        };
    }
}
