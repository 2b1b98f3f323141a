using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>The slots of a segment in ordinary memory, where a split sorts them before it writes its two segments once.</summary>
internal sealed class SegmentImage
{
    private readonly CcehGeometry _geometry;
    private readonly ulong[] _words;
    private readonly ulong[] _values;

    private SegmentImage(CcehGeometry geometry)
    {
        _geometry = geometry;
        _words = new ulong[geometry.SlotCount];
        _values = new ulong[geometry.SlotCount];
    }

    /// <summary>Reads a segment that nobody writes.</summary>
    public static SegmentImage Read<TPmem>(TPmem pmem, CcehGeometry geometry, CcehSegment<TPmem> segment)
        where TPmem : struct, IPmem
    {
        SegmentImage image = new(geometry);
        for (int slot = 0; slot < geometry.SlotCount; slot++)
        {
            PmemAddress address = segment.SlotAt(slot);
            image._words[slot] = pmem.Load<ulong>(address, "split");
            if (!SlotWord.IsKey(image._words[slot])) { continue; }
            image._values[slot] = pmem.Load<ulong>(CcehSegment<TPmem>.ValueOf(address), "split");
        }
        return image;
    }

    /// <summary>The keys whose hash begins with a prefix, each at the first unused slot of its path.</summary>
    /// <remarks>
    /// In an unlucky order a key may find its path full. Then all pairs stay where they are, and those of the other half are
    /// deleted lazily. (The published split drops such a key.)
    /// </remarks>
    public SegmentImage Select(ulong prefix, int depth)
    {
        SegmentImage half = new(_geometry);
        for (int slot = 0; slot < _words.Length; slot++)
        {
            if (!SlotWord.IsKey(_words[slot])) { continue; }
            ulong hash = CcehHash.Of(_words[slot]);
            if (CcehHash.Prefix(hash, depth) == prefix && !half.TryPlace(hash, _words[slot], _values[slot])) { return this; }
        }
        return half;
    }

    /// <summary>Writes a segment that nobody can see yet and whose memory is still zero; it is born locked.</summary>
    public void WriteTo<TPmem>(TPmem pmem, CcehSegment<TPmem> segment, int depth)
        where TPmem : struct, IPmem
    {
        segment.Lock.BeBornLocked();
        segment.StoreDepth(depth, "split");
        for (int slot = 0; slot < _words.Length; slot++)
        {
            if (_words[slot] == SlotWord.NeverUsed) { continue; }
            PmemAddress address = segment.SlotAt(slot);
            pmem.Store(CcehSegment<TPmem>.ValueOf(address), _values[slot], "copy");
            pmem.Store(address, _words[slot], "copy");
        }
    }

    private bool TryPlace(ulong hash, ulong key, ulong value)
    {
        for (int step = 0; step < _geometry.PathLength; step++)
        {
            int slot = _geometry.SlotOnPath(hash, step);
            if (_words[slot] != SlotWord.NeverUsed) { continue; }
            _words[slot] = key;
            _values[slot] = value;
            return true;
        }
        return false;
    }
}
