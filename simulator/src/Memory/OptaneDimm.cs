namespace Sim.Simulator;

/// <summary>An Optane DIMM: a combining window and a set of partly written XPLines in front of media that work on 256 bytes.</summary>
/// <remarks>
/// Four consecutive lines that arrive close together become one media write; single lines wait in the dirty set for their
/// neighbours and are written, with all of their XPLine, when they are chosen as victims. Behaviour after Yang et al.
/// (FAST'20), Wang et al. (MICRO'20, LENS) and Xiang et al. (EuroSys'22).
/// </remarks>
internal sealed class OptaneDimm : MemoryDevice
{
    private const int XpLineBytes = 256;
    private const int LinesPerXpLineShift = 2;

    private readonly OptaneParameters _parameters;
    private readonly long _loadCycles;
    private readonly MediaServer _media;
    private readonly ReadBuffer _readBuffer;
    private readonly XpLineSet _window;
    private readonly XpLineSet _dirty;
    private readonly AddressTranslation _translation;
    private DeviceRandom _random;
    private long _mediaWrites;
    private long _mediaReads;

    public OptaneDimm(OptaneParameters parameters, long loadCycles, ulong seed)
    {
        _parameters = parameters;
        _loadCycles = loadCycles;
        _media = new MediaServer(parameters.CombiningXpLines + parameters.DirtyHigh + 1);
        _readBuffer = new ReadBuffer(parameters.ReadBufferXpLines);
        _window = new XpLineSet(parameters.CombiningXpLines);
        _dirty = new XpLineSet(parameters.DirtyHigh + 1);
        _translation = new AddressTranslation(parameters.AitPages);
        _random = new DeviceRandom(seed);
    }

    public override long MediaBytesWritten => (_mediaWrites + _dirty.Count + _window.CountMissingFrom(_dirty)) * XpLineBytes;

    public override long MediaBytesRead => _mediaReads * XpLineBytes;

    public override long Read(int line, long now)
    {
        int xpLine = line >> LinesPerXpLineShift;
        if (_window.Find(xpLine) >= 0 || _dirty.Find(xpLine) >= 0) { return now + _loadCycles; }
        if (_readBuffer.Holds(xpLine, out long readyAt)) { return Math.Max(now, readyAt) + _loadCycles; }
        long start = _media.Read(now, _parameters.ReadBusyCycles);
        long ready = start + _parameters.MediaReadCycles + (_translation.Touch(line) ? 0 : _parameters.AitMissCycles);
        _mediaReads++;
        _readBuffer.Add(xpLine, ready);
        return ready + _loadCycles;
    }

    public override long Take(int line, long now)
    {
        int xpLine = line >> LinesPerXpLineShift;
        byte bit = (byte)(1 << (line & 3));
        _media.Advance(now);
        int position = _window.Find(xpLine);
        if (position >= 0)
        {
            if (_window.Merge(position, bit) == XpLineSet.Full && !_parameters.AbsorbsFullXpLines) { Retire(position, now); }
            return now;
        }
        long takenAt = MakeRoom(now);
        _window.Add(xpLine, bit);
        return takenAt;
    }

    /// <summary>Waits until an XPLine more fits into the window; returns when it does.</summary>
    private long MakeRoom(long now)
    {
        while (_window.Count + _media.WaitingCount >= _parameters.CombiningXpLines)
        {
            // Only what the media have not begun yet can be waited for; otherwise the oldest open XPLine must go.
            if (_media.WaitingCount > 0) { now = Math.Max(now, _media.StartOldestWrite()); }
            else { Retire(position: 0, now); }
        }
        return now;
    }

    /// <summary>Sends an XPLine of the window on its way to the media.</summary>
    private void Retire(int position, long now)
    {
        (int xpLine, byte written) = _window.RemoveAt(position);
        int aside = _dirty.Find(xpLine);
        bool isComplete = (aside >= 0 ? _dirty.Merge(aside, written) : written) == XpLineSet.Full;
        if (isComplete && !_parameters.AbsorbsFullXpLines)
        {
            if (aside >= 0) { _dirty.RemoveAt(aside); }
            WriteMedia(xpLine, now);
        }
        else if (aside >= 0)
        {
            _media.Write(now, _parameters.PartialBusyCycles);
        }
        else
        {
            _dirty.Add(xpLine, written);
            if (_dirty.Count > _parameters.DirtyHigh) { WriteVictims(now); }
            else { _media.Write(now, _parameters.PartialBusyCycles); }
        }
    }

    private void WriteVictims(long now)
    {
        while (_dirty.Count > _parameters.DirtyLow)
        {
            (int victim, _) = _dirty.RemoveAt(_random.Next(_dirty.Count));
            WriteMedia(victim, now);
        }
    }

    private void WriteMedia(int xpLine, long now)
    {
        _mediaWrites++;
        _readBuffer.Remove(xpLine);
        _media.Write(now, _parameters.WriteBusyCycles);
    }
}
