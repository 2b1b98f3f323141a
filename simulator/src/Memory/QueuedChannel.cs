using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>One memory channel with explicit queues: the bus takes one waiting request at a time.</summary>
/// <remarks>
/// Reads and writes take turns while both wait. Which request goes is random among the first few; a write that the device
/// cannot take blocks all writes, and reads still pass. A write is accepted when it gets one of the entries of the
/// write-pending queue, and gives the entry back when the device takes the line.
/// </remarks>
internal sealed class QueuedChannel
{
    private readonly int _index;
    private readonly MemoryParameters _parameters;
    private readonly EventCalendar _events;
    private readonly QueuedDimm? _dimm;
    private readonly DramDevice? _dram;
    private readonly ReadAfterPersist _readAfterPersist;
    private readonly QueuedMemory.Parked _parked;
    private readonly RequestQueue _reads = new();
    private readonly RequestQueue _writes = new();
    private readonly int _answerKind;
    private readonly long _writeAckTicks;
    private DeviceRandom _random;
    private long _busFreeAt;
    private int _accepted;
    private int _blockedRead = -1;
    private int _blockedWrite = -1;
    private bool _wakeIsPending;
    private bool _wroteLast;
    private long _readCount;
    private long _writeCount;

    public QueuedChannel(int index, MemoryParameters parameters, ulong seed, EventCalendar events, int answerKind, QueuedMemory.Parked parked)
    {
        _index = index;
        _parameters = parameters;
        _events = events;
        _answerKind = answerKind;
        _parked = parked;
        _writeAckTicks = parameters.Link?.WriteAckTicks ?? 0;
        _random = new DeviceRandom(seed);
        _readAfterPersist = new ReadAfterPersist(parameters);
        if (parameters.Optane is OptaneParameters optane)
        {
            _dimm = new QueuedDimm(optane, parameters.LoadCycles, seed ^ 0x5DEECE66D, index, events, answerKind);
        }
        else { _dram = new DramDevice(parameters.LoadCycles, parameters.Dram!); }
    }

    public MemoryCounters Counters => new(
        _readCount,
        _writeCount,
        _dimm?.MediaBytesRead ?? _readCount * CacheLine.Bytes,
        _dimm?.MediaBytesWritten ?? _writeCount * CacheLine.Bytes);

    public WearLevelling? Wear => _dimm?.Wear;

    public void Read(int line, int tag)
    {
        _readCount++;
        WaitingRequest request = new(line, tag, false, false);
        long start = _readAfterPersist.MayStartAt(line, _events.Now);
        if (start > _events.Now) { _events.Add(start, QueuedMemory.Delayed, _parked.Add(request, isWrite: false, _index)); }
        else { Enqueue(request); }
    }

    public void Enqueue(WaitingRequest read)
    {
        _reads.Add(read);
        Serve();
    }

    public void Write(int line, int tag, bool isNonTemporal)
    {
        _writeCount++;
        WaitingRequest request = new(line, tag, isNonTemporal, IsAccepted: _accepted < _parameters.WpqEntries);
        if (request.IsAccepted) { Accept(request); }
        _writes.Add(request);
        Serve();
    }

    public void Wake()
    {
        _wakeIsPending = false;
        Serve();
    }

    public void MediaDone()
    {
        _dimm!.MediaDone();
        Serve();
    }

    private void Serve()
    {
        while (!_wakeIsPending && _events.Now >= _busFreeAt)
        {
            bool canWrite = TryChooseWrite();
            if (TryChooseRead() && (!canWrite || _wroteLast))
            {
                _wroteLast = false;
                SendRead();
            }
            else if (canWrite)
            {
                _wroteLast = true;
                SendWrite();
            }
            else { return; }
        }
        if (_wakeIsPending || (_reads.Count == 0 && _writes.Count == 0)) { return; }
        _wakeIsPending = true;
        _events.Add(_busFreeAt, QueuedMemory.ChannelWake, _index);
    }

    /// <summary>Chooses the next write, which stays chosen while the device cannot take it.</summary>
    private bool TryChooseWrite()
    {
        if (_blockedWrite < 0)
        {
            if (_writes.Count == 0) { return false; }
            _blockedWrite = Pick(_writes.Count, _parameters.WritePickWindow, _parameters.WritePickShare);
        }
        return _dimm is null || _dimm.CanTake(_writes[_blockedWrite].Line);
    }

    /// <summary>Chooses the next read, which stays chosen while the device cannot take it.</summary>
    private bool TryChooseRead()
    {
        if (_blockedRead < 0)
        {
            if (_reads.Count == 0) { return false; }
            _blockedRead = Pick(_reads.Count, _parameters.ReadPickWindow, _parameters.ReadPickShare);
        }
        return _dimm is null || _dimm.CanRead(_reads[_blockedRead].Line);
    }

    private int Pick(int count, int window, double share)
    {
        int among = Math.Min(count, Math.Max(window, (int)(count * share)));
        return among == 1 ? 0 : _random.Next(among);
    }

    private void SendRead()
    {
        WaitingRequest request = _reads.RemoveAt(_blockedRead);
        _blockedRead = -1;
        _busFreeAt = _events.Now + _parameters.ReadSlotCycles;
        if (_dram is not null) { _events.Add(_dram.Read(request.Line, _events.Now), _answerKind, request.Tag); }
        else { _dimm!.Read(request.Line, request.Tag); }
    }

    private void SendWrite()
    {
        WaitingRequest request = _writes.RemoveAt(_blockedWrite);
        _blockedWrite = -1;
        _busFreeAt = _events.Now + _parameters.WriteSlotCycles;
        _dimm?.Take(request.Line);
        _dram?.Take(request.Line, _events.Now);
        if (!request.IsAccepted)
        {
            Accept(request);
            _accepted--;
            return;
        }
        _accepted--;
        for (int i = 0; i < _writes.Count; i++)
        {
            ref WaitingRequest next = ref _writes[i];
            if (next.IsAccepted) { continue; }
            next.IsAccepted = true;
            Accept(next);
            return;
        }
    }

    private void Accept(WaitingRequest write)
    {
        _accepted++;
        _readAfterPersist.Accepted(write.Line, _events.Now, write.IsNonTemporal);
        _events.Add(_events.Now + _writeAckTicks, QueuedMemory.WriteAccepted, write.Tag);
    }
}
