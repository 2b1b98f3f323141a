using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>One memory channel: its write-pending queue, its bus, and the device at its end.</summary>
internal sealed class MemoryChannel
{
    private readonly MemoryParameters _parameters;
    private readonly WritePendingQueue _queue;
    private readonly ReadAfterPersist _readAfterPersist;
    private readonly Server _bus = new();

    public MemoryChannel(MemoryParameters parameters, ulong seed)
    {
        _parameters = parameters;
        _queue = new WritePendingQueue(parameters.WpqEntries);
        _readAfterPersist = new ReadAfterPersist(parameters);
        Device = parameters.Optane is OptaneParameters optane
            ? new OptaneDimm(optane, parameters.LoadCycles, seed)
            : new DramDevice(parameters.LoadCycles, parameters.Dram!);
    }

    public MemoryDevice Device { get; }

    public long Reads { get; private set; }

    public long Writes { get; private set; }

    public long Read(int line, long now)
    {
        Reads++;
        long start = _bus.Serve(_readAfterPersist.MayStartAt(line, now), _parameters.ReadSlotCycles);
        return Device.Read(line, start);
    }

    public WriteAcceptance Write(int line, long now, bool isNonTemporal)
    {
        Writes++;
        long entered = _queue.FreeAt(now);
        long slot = _bus.Serve(entered, _parameters.WriteSlotCycles);

        // A write that the device cannot take blocks those behind it; reads still pass.
        long taken = Device.Take(line, Math.Max(slot + _parameters.WriteSlotCycles, _queue.LastLeaveAt));
        _queue.Enter(taken);
        _readAfterPersist.Accepted(line, entered, isNonTemporal);
        return new WriteAcceptance(entered, entered - now);
    }
}
