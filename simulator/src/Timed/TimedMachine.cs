using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>A platform with a mapping and simulated threads, one to a core: what a timed run happens on.</summary>
public sealed class TimedMachine : IDisposable
{
    /// <summary>The most threads that a machine can have.</summary>
    public const int MaxThreads = 64;

    private readonly TimedThread[] _threads;
    private readonly ThreadScheduler _scheduler = new();
    private MemoryCounters _memoryAtReset;

    /// <summary>Makes a machine whose clocks stand at 0 and whose mapping holds zeros.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="lengthBytes">Bytes in the mapping.</param>
    /// <param name="threadCount">Simulated threads, from 1 to 64.</param>
    /// <param name="seed">The seed of the devices' random choices.</param>
    /// <param name="elidedSites">Names of the flush and fence sites that do nothing, or null.</param>
    /// <exception cref="InputException">The mapping is too long to simulate, or there are too many threads.</exception>
    public TimedMachine(Platform platform, long lengthBytes, int threadCount, ulong seed = 1, IReadOnlySet<string>? elidedSites = null)
    {
        if (threadCount is < 1 or > MaxThreads) { throw new InputException($"threads is {threadCount}, expected 1 to {MaxThreads}"); }
        if (lengthBytes > Array.MaxLength - CacheLine.Bytes)
        {
            throw new InputException($"the run needs a pool of {lengthBytes} bytes, the timing model holds at most {Array.MaxLength}: use fewer operations or keys");
        }
        Platform = platform;
        int lineCount = (int)((lengthBytes + CacheLine.Bytes - 1) >> CacheLine.Shift);
        byte[] memory = new byte[(long)lineCount << CacheLine.Shift];
        Memory = new MemoryController(platform.Memory, seed);
        Caches = new CacheHierarchy(platform.Caches, threadCount, lineCount, Memory);
        SiteCache sites = new(Sites, elidedSites ?? new HashSet<string>());
        _threads = new TimedThread[threadCount];
        for (int i = 0; i < threadCount; i++)
        {
            TimedCore core = new(platform.Core, platform.Caches, Caches, Memory, i);
            _threads[i] = new TimedThread(i, core, sites, _scheduler, memory, lengthBytes, platform.CyclesPerNs) { Limit = long.MaxValue };
            _scheduler.Add(_threads[i]);
        }
    }

    /// <summary>The platform.</summary>
    public Platform Platform { get; }

    /// <summary>The sites met so far.</summary>
    public SiteTable Sites { get; } = new();

    /// <summary>The caches.</summary>
    public CacheHierarchy Caches { get; }

    /// <summary>The memory controller.</summary>
    public MemoryController Memory { get; }

    /// <summary>How many simulated threads there are.</summary>
    public int ThreadCount => _threads.Length;

    /// <summary>Memory events of all threads since the last <see cref="StartAccount"/>.</summary>
    public long EventCount => _threads.Sum(thread => thread.EventCount);

    /// <summary>What passed through the memory controller since the last <see cref="StartAccount"/>.</summary>
    public MemoryCounters MemoryCounters => Memory.Counters - _memoryAtReset;

    /// <summary>The mapping as a thread sees it.</summary>
    public TimedPmem Pmem(int thread) => new(_threads[thread]);

    /// <summary>A thread's core, with its clock and its cycles by cause.</summary>
    public TimedCore Core(int thread) => _threads[thread].Core;

    /// <summary>Executions and cycles of a site over all threads since the last <see cref="StartAccount"/>.</summary>
    public (long Executions, long Cycles) CostOf(int siteId)
    {
        long executions = 0;
        long cycles = 0;
        foreach (TimedThread thread in _threads)
        {
            if (siteId >= thread.Account.Cycles.Length) { continue; }
            executions += thread.Account.Executions[siteId];
            cycles += thread.Account.Cycles[siteId];
        }
        return (executions, cycles);
    }

    /// <summary>Runs a body on thread 0 alone.</summary>
    public void RunAlone(Action<TimedPmem> body, CancellationToken stop = default) =>
        _scheduler.Run(1, _ => body(Pmem(0)), stop);

    /// <summary>Runs a body on every thread, in the order of simulated time.</summary>
    /// <param name="body">What thread number so and so does.</param>
    /// <param name="stop">Stops the run.</param>
    /// <exception cref="SimulatedDeadlockException">No thread can go on.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public void Run(Action<int, TimedPmem> body, CancellationToken stop = default) =>
        _scheduler.Run(ThreadCount, thread => body(thread, Pmem(thread)), stop);

    /// <summary>Sets all clocks to the latest one and starts all accounts and counters anew; caches and buffers stay as they are.</summary>
    public void StartAccount()
    {
        long latest = _threads.Max(thread => thread.Core.Clock);
        foreach (TimedThread thread in _threads)
        {
            thread.Core.AdvanceTo(latest, StallCause.SpinWait);
            thread.Reset();
        }
        Caches.Counters.Reset();
        _memoryAtReset = Memory.Counters;
    }

    /// <summary>Checks that every cycle of every thread is charged to exactly one cause and one site.</summary>
    public void CheckAccounts()
    {
        foreach (TimedThread thread in _threads)
        {
            Invariant.Holds(Sum(thread.Core.CyclesByCause) == thread.Core.Elapsed, "every cycle has one cause");
            Invariant.Holds(Sum(thread.Account.Cycles) == thread.Core.Elapsed, "only accesses move the clock, and each has one site");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _scheduler.Dispose();

    private static long Sum(ReadOnlySpan<long> values)
    {
        long sum = 0;
        foreach (long value in values) { sum += value; }
        return sum;
    }
}
