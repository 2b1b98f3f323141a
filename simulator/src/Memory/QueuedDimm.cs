namespace Sim.Simulator;

/// <summary>An Optane DIMM with explicit queues at its media; the same buffers as <see cref="OptaneDimm"/>.</summary>
internal sealed class QueuedDimm
{
    private const int XpLineBytes = 256;
    private const int LinesPerXpLineShift = 2;
    private const int LinesPerXpLine = 1 << LinesPerXpLineShift;

    private readonly OptaneParameters _parameters;
    private readonly EventCalendar _events;
    private readonly int _index;
    private readonly int _answerKind;
    private readonly long _loadTicks;
    private readonly ReadBuffer _readBuffer;
    private readonly XpLineSet _window;
    private readonly XpLineSet _dirty;
    private readonly AddressTranslation _translation;
    private readonly WearLevelling _wear;
    private readonly MediaQueue _media;
    private DeviceRandom _random;
    private bool _isBusy;
    private int _lastMissed = -2;
    private int _fetchAhead = -1;
    private long _mediaWrites;
    private long _mediaReads;

    public QueuedDimm(OptaneParameters parameters, long loadTicks, ulong seed, int index, EventCalendar events, int answerKind)
    {
        _parameters = parameters;
        _loadTicks = loadTicks;
        _index = index;
        _events = events;
        _answerKind = answerKind;
        _readBuffer = new ReadBuffer(parameters.ReadBufferXpLines);
        _window = new XpLineSet(parameters.CombiningXpLines);
        _dirty = new XpLineSet(parameters.DirtyHigh + 1);
        _translation = new AddressTranslation(parameters.AitPages);
        _wear = new WearLevelling(parameters);
        _media = new MediaQueue();
        _random = new DeviceRandom(seed);
    }

    public long MediaBytesWritten => _mediaWrites * XpLineBytes;

    public long MediaBytesRead => _mediaReads * XpLineBytes;

    public WearLevelling Wear => _wear;

    /// <summary>Answers a read, now or when the media have served it.</summary>
    public void Read(int line, int tag)
    {
        int xpLine = line >> LinesPerXpLineShift;
        if (_window.Find(xpLine) >= 0 || _dirty.Find(xpLine) >= 0)
        {
            Answer(tag, _events.Now);
            return;
        }
        if (_readBuffer.Holds(xpLine, out long readyAt))
        {
            FollowStream(xpLine);
            Answer(tag, Math.Max(_events.Now, readyAt));
            return;
        }
        if (_media.AddRead(line, tag)) { FollowStream(xpLine); }
        StartNext();
    }

    /// <summary>Whether a read of a line can be answered or can wait here.</summary>
    public bool CanRead(int line) =>
        _media.WaitingReads < _parameters.ReadRequests
        || _readBuffer.Holds(line >> LinesPerXpLineShift, out _)
        || _media.IsReadWaiting(line)
        || _window.Find(line >> LinesPerXpLineShift) >= 0
        || _dirty.Find(line >> LinesPerXpLineShift) >= 0;

    /// <summary>Whether the window can take a line now.</summary>
    public bool CanTake(int line) =>
        _window.Count + _media.WaitingWrites < _parameters.CombiningXpLines
        || _media.WaitingWrites == 0
        || _window.Find(line >> LinesPerXpLineShift) >= 0;

    /// <summary>Takes a line that is to be written.</summary>
    public void Take(int line)
    {
        int xpLine = line >> LinesPerXpLineShift;
        byte bit = (byte)(1 << (line & 3));
        int position = _window.Find(xpLine);
        if (position < 0)
        {
            if (_window.Count + _media.WaitingWrites >= _parameters.CombiningXpLines) { Retire(position: 0); }
            position = _window.Add(xpLine, bit);
        }
        if (_window.Merge(position, bit) == XpLineSet.Full && !_parameters.AbsorbsFullXpLines) { Retire(position); }
        StartNext();
    }

    /// <summary>The media have finished a job.</summary>
    public void MediaDone()
    {
        _isBusy = false;
        StartNext();
    }

    private void FollowStream(int xpLine)
    {
        if (!_parameters.FetchesAhead) { return; }
        if (xpLine == _lastMissed + 1) { _fetchAhead = xpLine + 1; }
        _lastMissed = xpLine;
    }

    private void Answer(int tag, long readyAt) => _events.Add(readyAt + _loadTicks, _answerKind, tag);

    private void StartNext()
    {
        if (_isBusy) { return; }
        if (_media.TryTakeRead(out MediaRead read)) { StartRead(read.Line, read.FirstWaiter); }
        else if (_media.TryTakeWrite(out long busyTicks)) { Occupy(busyTicks); }
        else if (_fetchAhead >= 0)
        {
            int xpLine = _fetchAhead;
            _fetchAhead = -1;
            if (!_readBuffer.Holds(xpLine, out _) && _dirty.Find(xpLine) < 0) { StartRead(xpLine << LinesPerXpLineShift, firstWaiter: -1); }
        }
    }

    private void StartRead(int line, int firstWaiter)
    {
        long ready = _events.Now + _parameters.MediaReadCycles + (_translation.Touch(line) ? 0 : _parameters.AitMissCycles);
        _mediaReads++;
        int delivered = 0;
        foreach (int tag in _media.Waiters(firstWaiter))
        {
            Answer(tag, ready);
            delivered++;
        }

        // What goes out whole to those who wait is not kept: reading whole XPLines is never faster in a small region (LENS).
        if (delivered < LinesPerXpLine) { _readBuffer.Add(line >> LinesPerXpLineShift, ready); }
        Occupy(_parameters.ReadBusyCycles);
    }

    private void Occupy(long busyTicks)
    {
        _isBusy = true;
        _events.Add(_events.Now + busyTicks, QueuedMemory.MediaDone, _index);
    }

    private void Retire(int position)
    {
        (int xpLine, byte written) = _window.RemoveAt(position);
        int aside = _dirty.Find(xpLine);
        bool isComplete = (aside >= 0 ? _dirty.Merge(aside, written) : written) == XpLineSet.Full;
        if (isComplete && !_parameters.AbsorbsFullXpLines)
        {
            if (aside >= 0) { _dirty.RemoveAt(aside); }
            WriteMedia(xpLine);
        }
        else if (aside >= 0)
        {
            _media.AddWrite(_parameters.PartialBusyCycles);
        }
        else
        {
            _dirty.Add(xpLine, written);
            if (_dirty.Count > _parameters.DirtyHigh) { WriteVictims(); }
            else { _media.AddWrite(_parameters.PartialBusyCycles); }
        }
    }

    private void WriteVictims()
    {
        while (_dirty.Count > _parameters.DirtyLow)
        {
            (int victim, _) = _dirty.RemoveAt(_random.Next(_dirty.Count));
            WriteMedia(victim);
        }
    }

    private void WriteMedia(int xpLine)
    {
        _mediaWrites++;
        _readBuffer.Remove(xpLine);
        _media.AddWrite(_parameters.WriteBusyCycles + _wear.Written(xpLine, _events.Now));
    }
}
