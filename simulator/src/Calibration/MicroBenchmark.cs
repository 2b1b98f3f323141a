using Sim.CacheModel;

namespace Sim.Simulator.Calibration;

/// <summary>Some threads with their programs on the queued memory of a platform, in picoseconds.</summary>
internal sealed class MicroBenchmark
{
    private readonly EventCalendar _events = new();
    private readonly BenchmarkThread[] _threads;

    public MicroBenchmark(Platform platform, IReadOnlyList<IAccessProgram> programs, ulong seed = 1)
    {
        Memory = new QueuedMemory(platform.Memory, seed, _events);
        Evictions evictions = new(platform.Caches.Llc.Lines, seed);
        _threads = new BenchmarkThread[programs.Count];
        for (int i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new BenchmarkThread(i, platform.Core, _events, Memory, programs[i], evictions);

            // Threads never start at the same moment.
            _events.Add(i * 1_709, BenchmarkThread.Wake, i);
        }
    }

    public QueuedMemory Memory { get; }

    /// <summary>The current time in picoseconds.</summary>
    public long Now => _events.Now;

    /// <summary>Lines done by all threads, or by one.</summary>
    public long LinesDone => _threads.Sum(thread => thread.LinesDone);

    public long LinesDoneBy(int thread) => _threads[thread].LinesDone;

    /// <summary>Runs until some lines more are done, or all programs have ended.</summary>
    public void RunLines(long lines)
    {
        long end = LinesDone + lines;
        int steps = 0;
        while (Step())
        {
            if ((++steps & 63) == 0 && LinesDone >= end) { return; }
        }
    }

    /// <summary>Runs until all programs have ended and nothing is left to do.</summary>
    public void RunToEnd()
    {
        while (Step()) { }
        Invariant.Holds(_threads.All(thread => thread.HasEnded), "nothing is lost: every request is answered");
    }

    /// <summary>Runs until a program says that it has ended.</summary>
    public void RunUntilEnded(int thread)
    {
        while (!_threads[thread].HasEnded && Step()) { }
    }

    private bool Step()
    {
        if (!_events.TryTake(out SimEvent next)) { return false; }
        switch (next.Kind)
        {
            case QueuedMemory.ReadDone: _threads[BenchmarkThread.ThreadOf(next.Argument)].ReadDone(next.Argument); break;
            case QueuedMemory.WriteAccepted: _threads[BenchmarkThread.ThreadOf(next.Argument)].WriteAccepted(next.Argument); break;
            case BenchmarkThread.Wake: _threads[next.Argument].Awake(); break;
            case BenchmarkThread.Release: _threads[BenchmarkThread.ThreadOf(next.Argument)].Released(next.Argument); break;
            default: Memory.Handle(next); break;
        }
        return true;
    }
}
