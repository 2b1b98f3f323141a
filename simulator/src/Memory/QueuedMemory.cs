namespace Sim.Simulator;

/// <summary>A platform's memory with explicit queues, driven by events: requests may be answered in another order than they came.</summary>
/// <remarks>
/// The exact path of the timing model. Each channel keeps its reads and writes in queues and picks at random among the first of
/// them, as requests lose their order in mesh, caching agents and memory controller under load. The structures' runs use
/// <see cref="MemoryController"/>, which answers at once and keeps the order.
/// </remarks>
public sealed class QueuedMemory
{
    /// <summary>The event of a read whose data are in the core; the argument is the request's tag.</summary>
    public const int ReadDone = 0;

    /// <summary>The event of a write that the persistence domain has accepted; the argument is the request's tag.</summary>
    public const int WriteAccepted = 1;

    /// <summary>Events from this kind on belong to whoever drives the memory.</summary>
    public const int FirstFreeKind = 8;

    internal const int ChannelWake = 2;
    internal const int MediaDone = 3;
    internal const int Delayed = 4;
    private const int Arrival = 5;
    private const int Answer = 6;

    private readonly EventCalendar _events;
    private readonly QueuedChannel[] _channels;
    private readonly LinkParameters? _link;
    private readonly Parked _parked = new();
    private readonly int _interleaveLines;
    private long _downFreeAt;
    private long _upFreeAt;

    /// <summary>Makes an idle memory.</summary>
    /// <param name="parameters">The platform's memory, in the ticks of the event queue.</param>
    /// <param name="seed">The seed of the random choices.</param>
    /// <param name="events">Where answers and the memory's own events go.</param>
    public QueuedMemory(MemoryParameters parameters, ulong seed, EventCalendar events)
    {
        _events = events;
        _link = parameters.Link;
        _interleaveLines = parameters.InterleaveLines;
        _channels = new QueuedChannel[parameters.Channels];
        for (int i = 0; i < _channels.Length; i++)
        {
            _channels[i] = new QueuedChannel(i, parameters, seed + (ulong)i, events, _link is null ? ReadDone : Answer, _parked);
        }
    }

    /// <summary>What passed since the start.</summary>
    public MemoryCounters Counters
    {
        get
        {
            MemoryCounters sum = default;
            foreach (QueuedChannel channel in _channels) { sum += channel.Counters; }
            return sum;
        }
    }

    /// <summary>Moves of worn lines since the start.</summary>
    public int WearMoves => _channels.Sum(channel => channel.Wear?.Moves ?? 0);

    /// <summary>The wear of the DIMM on the first channel.</summary>
    internal WearLevelling? FirstWear => _channels[0].Wear;

    /// <summary>Sends a read; a <see cref="ReadDone"/> event answers.</summary>
    public void Read(int line, int tag)
    {
        long now = _events.Now;
        if (_link is null)
        {
            Route(line, out int ownLine).Read(ownLine, tag);
            return;
        }
        _downFreeAt = Math.Max(now, _downFreeAt) + _link.RequestSlotTicks;
        _events.Add(_downFreeAt, Arrival, _parked.Add(new WaitingRequest(line, tag, false, false), isWrite: false));
    }

    /// <summary>Sends a write; a <see cref="WriteAccepted"/> event answers.</summary>
    public void Write(int line, int tag, bool isNonTemporal)
    {
        long now = _events.Now;
        if (_link is null)
        {
            Route(line, out int ownLine).Write(ownLine, tag, isNonTemporal);
            return;
        }
        _downFreeAt = Math.Max(now, _downFreeAt) + _link.DataSlotTicks;
        _events.Add(_downFreeAt, Arrival, _parked.Add(new WaitingRequest(line, tag, isNonTemporal, false), isWrite: true));
    }

    /// <summary>Handles an event of a kind below <see cref="FirstFreeKind"/>, answers excepted.</summary>
    public void Handle(SimEvent happened)
    {
        switch (happened.Kind)
        {
            case ChannelWake: _channels[happened.Argument].Wake(); break;
            case MediaDone: _channels[happened.Argument].MediaDone(); break;
            case Delayed: ResumeRead(happened.Argument); break;
            case Arrival: Arrive(happened.Argument); break;
            case Answer: ReturnData(happened.Argument); break;
            default: throw new InvalidOperationException($"event kind {happened.Kind} is not the memory's");
        }
    }

    /// <summary>Whether a kind of event must be given to <see cref="Handle"/>.</summary>
    public static bool IsOwn(int kind) => kind is > WriteAccepted and < FirstFreeKind;

    private void ResumeRead(int parked)
    {
        (WaitingRequest request, bool _, int channel) = _parked.Take(parked);
        _channels[channel].Enqueue(request);
    }

    private void Arrive(int parked)
    {
        (WaitingRequest request, bool isWrite, int _) = _parked.Take(parked);
        QueuedChannel channel = Route(request.Line, out int ownLine);
        if (isWrite) { channel.Write(ownLine, request.Tag, request.IsNonTemporal); }
        else { channel.Read(ownLine, request.Tag); }
    }

    private void ReturnData(int tag)
    {
        _upFreeAt = Math.Max(_events.Now, _upFreeAt) + _link!.DataSlotTicks;
        _events.Add(_upFreeAt + _link.LatencyTicks, ReadDone, tag);
    }

    private QueuedChannel Route(int line, out int ownLine)
    {
        if (_channels.Length == 1)
        {
            ownLine = line;
            return _channels[0];
        }
        (int chunk, int offset) = Math.DivRem(line, _interleaveLines);
        (int row, int channel) = Math.DivRem(chunk, _channels.Length);
        ownLine = (row * _interleaveLines) + offset;
        return _channels[channel];
    }

    /// <summary>Requests that are between two places; an event carries their number.</summary>
    internal sealed class Parked
    {
        private readonly List<(WaitingRequest Request, bool IsWrite, int Channel)> _items = [];
        private readonly Stack<int> _free = [];

        public int Add(WaitingRequest request, bool isWrite, int channel = 0)
        {
            if (_free.TryPop(out int index))
            {
                _items[index] = (request, isWrite, channel);
                return index;
            }
            _items.Add((request, isWrite, channel));
            return _items.Count - 1;
        }

        public (WaitingRequest Request, bool IsWrite, int Channel) Take(int index)
        {
            _free.Push(index);
            return _items[index];
        }
    }
}
