namespace Sim.CacheModel.Tests;

/// <summary>A memory that answers after 200 cycles, accepts at once, and remembers what was written.</summary>
internal sealed class FixedLatencyMemory : IMemoryPort
{
    public const long ReadCycles = 200;

    public List<int> Written { get; } = [];

    public long Read(int line, long now) => now + ReadCycles;

    public WriteAcceptance Write(int line, long now, bool isNonTemporal = false)
    {
        Written.Add(line);
        return new WriteAcceptance(now, QueueWaitCycles: 0);
    }
}
