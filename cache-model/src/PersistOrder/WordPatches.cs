namespace Sim.CacheModel;

/// <summary>What some stores make of a word: which of its bytes they replace, and by what. Each distinct patch has one number; 0 replaces nothing.</summary>
public sealed class WordPatches
{
    private readonly List<(byte Mask, ulong Value)> _patches = [];
    private readonly Dictionary<(byte Mask, ulong Value), int> _ids = [];

    private readonly GrowthLock _growth;

    /// <summary>Patches, of which the empty one and a word of zeros are known.</summary>
    /// <param name="growth">Says whether patches may be added.</param>
    public WordPatches(GrowthLock growth)
    {
        _growth = growth;
        Intern(0, 0);
        Zeros = Intern(byte.MaxValue, 0);
    }

    /// <summary>The patch that makes a word of zeros.</summary>
    public int Zeros { get; }

    /// <summary>The bytes that a patch replaces, as a bit mask.</summary>
    public byte Mask(int patch) => _patches[patch].Mask;

    /// <summary>The replaced bytes, in place; all others are 0.</summary>
    public ulong Value(int patch) => _patches[patch].Value;

    /// <summary>The patch of one store.</summary>
    public int Of(int offsetBytes, int sizeBytes, ulong value)
    {
        byte mask = (byte)(((1 << sizeBytes) - 1) << offsetBytes);
        return Intern(mask, (value << (8 * offsetBytes)) & Bytes(mask));
    }

    /// <summary>One patch and then another.</summary>
    public int Compose(int first, int second)
    {
        (byte firstMask, ulong firstValue) = _patches[first];
        (byte mask, ulong value) = _patches[second];
        return Intern((byte)(firstMask | mask), (firstValue & ~Bytes(mask)) | value);
    }

    /// <summary>The bits of the bytes of a mask.</summary>
    public static ulong Bytes(byte mask)
    {
        ulong bits = 0;
        for (int i = 0; i < PersistWord.Bytes; i++)
        {
            if ((mask & (1 << i)) != 0) { bits |= 0xFFUL << (8 * i); }
        }
        return bits;
    }

    private int Intern(byte mask, ulong value)
    {
        if (!_ids.TryGetValue((mask, value), out int id))
        {
            _growth.Demand();
            id = _patches.Count;
            _patches.Add((mask, value));
            _ids.Add((mask, value), id);
        }
        return id;
    }
}
