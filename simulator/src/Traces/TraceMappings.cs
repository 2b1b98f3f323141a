using Sim.CacheModel;

namespace Sim.Simulator.Traces;

/// <summary>The files of a trace and where they are mapped: turns addresses into places in files.</summary>
/// <remarks>
/// A file may be registered several times, at several bases; a later mapping hides what an earlier one had at the same
/// addresses, since a log does not tell when a mapping ends. Two addresses of the same byte of a file are the same place.
/// </remarks>
public sealed class TraceMappings
{
    private const int FileShift = 47;
    private const ulong FileRegion = 1UL << 63;
    private const int MaxSegments = 1 << 16;

    private readonly List<TracedFile> _files = [];
    private readonly Dictionary<int, int> _fileOfText = [];
    private readonly List<Segment> _segments = [];
    private Segment _last;

    /// <summary>The mapped files in the order in which they were first registered.</summary>
    public IReadOnlyList<TracedFile> Files => _files;

    /// <summary>Registers a mapping.</summary>
    /// <param name="item">The event.</param>
    /// <param name="texts">The trace's texts.</param>
    /// <exception cref="InputException">The mapping is none that an operating system could make.</exception>
    public void Add(in TraceEvent item, TraceTexts texts)
    {
        ulong limit = 1UL << FileShift;
        if (item.Length > limit || item.Value > limit - item.Length) { throw new InputException($"the mapping of {texts[item.Text]} reaches over {limit} bytes of the file"); }
        if (item.Length == 0) { return; }
        if (((item.Address ^ item.Value) & (CacheLine.Bytes - 1)) != 0)
        {
            throw new InputException($"the mapping of {texts[item.Text]} at 0x{item.Address:x} begins at offset 0x{item.Value:x}, expected the same place within a cache line");
        }
        if (!_fileOfText.TryGetValue(item.Text, out int file))
        {
            file = _files.Count;
            if (file >= 1 << 15) { throw new InputException("the trace maps more files than 32768"); }
            _fileOfText.Add(item.Text, file);
            _files.Add(new TracedFile(texts[item.Text], 0));
        }
        _files[file] = _files[file] with { LengthBytes = Math.Max(_files[file].LengthBytes, (long)(item.Value + item.Length)) };
        ulong place = FileRegion | ((ulong)file << FileShift) | item.Value;
        Insert(new Segment(item.Address, item.Address + item.Length, place - item.Address));
        _last = default;
    }

    /// <summary>The place of an address: equal for all addresses of one byte of a file, and for others the address itself.</summary>
    /// <exception cref="InputException">No program can have the address.</exception>
    public ulong PlaceOf(ulong address)
    {
        if (address - _last.Start < _last.End - _last.Start) { return address + _last.Shift; }
        int index = FirstEndingAfter(address);
        if (index < _segments.Count && _segments[index].Start <= address)
        {
            _last = _segments[index];
            return address + _last.Shift;
        }
        if (address >= FileRegion) { throw new InputException($"0x{address:x} is no address of a program"); }
        return address;
    }

    /// <summary>Whether a place lies in a file.</summary>
    public static bool IsInFile(ulong place) => place >= FileRegion;

    /// <summary>The number of a place's file; the place must lie in one.</summary>
    public static int FileOf(ulong place) => (int)((place & ~FileRegion) >> FileShift);

    /// <summary>The offset of a place in its file.</summary>
    public static long OffsetOf(ulong place) => (long)(place & ((1UL << FileShift) - 1));

    /// <summary>A place for people: <c>pool+0x40</c>, or the address.</summary>
    public string Describe(ulong place) => IsInFile(place) ? $"{Path.GetFileName(_files[FileOf(place)].Name)}+0x{OffsetOf(place):x}" : $"0x{place:x}";

    private void Insert(Segment added)
    {
        int first = FirstEndingAfter(added.Start);
        int end = first;
        while (end < _segments.Count && _segments[end].Start < added.End) { end++; }
        List<Segment> pieces = [];
        if (end > first && _segments[first].Start < added.Start) { pieces.Add(_segments[first] with { End = added.Start }); }
        pieces.Add(added);
        if (end > first && _segments[end - 1].End > added.End) { pieces.Add(_segments[end - 1] with { Start = added.End }); }
        if (_segments.Count + pieces.Count > MaxSegments) { throw new InputException($"the trace maps more than {MaxSegments} ranges"); }
        _segments.RemoveRange(first, end - first);
        _segments.InsertRange(first, pieces);
    }

    private int FirstEndingAfter(ulong address)
    {
        int low = 0;
        int high = _segments.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_segments[middle].End > address) { high = middle; } else { low = middle + 1; }
        }
        return low;
    }

    private readonly record struct Segment(ulong Start, ulong End, ulong Shift);
}

/// <summary>A file that the traced program mapped.</summary>
/// <param name="Name">Its path as the program gave it.</param>
/// <param name="LengthBytes">The end of the farthest mapping: the file is at least so long.</param>
public sealed record TracedFile(string Name, long LengthBytes);
