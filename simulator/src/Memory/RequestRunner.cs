using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>What a request trace took.</summary>
/// <param name="DurationNs">Simulated time.</param>
/// <param name="Counters">What passed through the memory.</param>
public readonly record struct RequestRun(double DurationNs, MemoryCounters Counters);

/// <summary>Runs request traces on a platform's memory alone, with a bound on how many requests are under way.</summary>
public static class RequestRunner
{
    /// <summary>Requests under way at once: what the cores of a socket can have outstanding.</summary>
    public const int Outstanding = 64;

    /// <summary>The fast path: each resource remembers when it is next free, and the order stays.</summary>
    public static RequestRun RunNextFree(string platform, IReadOnlyList<MemoryRequest> requests, ulong seed = 1)
    {
        Platform parameters = Platform.LoadInPicoseconds(platform);
        MemoryController memory = new(parameters.Memory, seed);
        double ticksPerCycle = 1000 / parameters.Gigahertz;
        long[] doneAt = new long[Outstanding];
        long now = 0;
        long last = 0;
        for (int i = 0; i < requests.Count; i++)
        {
            MemoryRequest request = requests[i];
            int slot = i % Outstanding;
            now = Math.Max(now, Math.Max(doneAt[slot], (long)(request.Cycle * ticksPerCycle)));
            doneAt[slot] = request.IsWrite ? memory.Write(request.Line, now).Entered : memory.Read(request.Line, now);
            last = Math.Max(last, doneAt[slot]);
        }
        return new RequestRun(last / 1000.0, memory.Counters);
    }

    /// <summary>The exact path: explicit queues, driven by events.</summary>
    public static RequestRun RunQueued(string platform, IReadOnlyList<MemoryRequest> requests, ulong seed = 1)
    {
        const int Issue = QueuedMemory.FirstFreeKind;
        Platform parameters = Platform.LoadInPicoseconds(platform);
        EventCalendar events = new();
        QueuedMemory memory = new(parameters.Memory, seed, events);
        double ticksPerCycle = 1000 / parameters.Gigahertz;
        int next = 0;
        int underWay = 0;
        int answered = 0;
        long last = 0;
        bool issueIsPending = true;
        events.Add(0, Issue, 0);
        while (events.TryTake(out SimEvent happened))
        {
            if (QueuedMemory.IsOwn(happened.Kind))
            {
                memory.Handle(happened);
                continue;
            }
            if (happened.Kind == Issue) { issueIsPending = false; }
            else
            {
                underWay--;
                answered++;
                last = happened.Time;
            }
            while (!issueIsPending && next < requests.Count && underWay < Outstanding)
            {
                MemoryRequest request = requests[next];
                long start = (long)(request.Cycle * ticksPerCycle);
                if (start > events.Now)
                {
                    issueIsPending = true;
                    events.Add(start, Issue, 0);
                    break;
                }
                underWay++;
                if (request.IsWrite) { memory.Write(request.Line, next, isNonTemporal: true); }
                else { memory.Read(request.Line, next); }
                next++;
            }
        }
        Invariant.Holds(answered == requests.Count, "every request is answered exactly once");
        return new RequestRun(last / 1000.0, memory.Counters);
    }
}
