using System.Diagnostics;
using System.Runtime.CompilerServices;
using Sim.Simulator.Results;

namespace Sim.Simulator;

/// <summary>An operation of a structure, bound to one kind of mapping.</summary>
/// <remarks>
/// <see cref="IStructure.Execute{TPmem}"/> is a generic interface method, which the runtime looks up at every call; a delegate is
/// looked up once, when it is made (experiments/bench, DispatchBenchmarks).
/// </remarks>
internal delegate ulong Execution<TPmem>(TPmem pmem, int thread, Operation operation)
    where TPmem : struct, IPmem;

/// <summary>One thread's operations, and the time at which each of them ended.</summary>
/// <remarks>
/// The operations are made before the start and the latencies are computed after the end: the timed loop holds the call, one
/// reading of the clock and one store. An operation's latency is the time since the one before it ended, so it includes one
/// reading of the clock (about 25 ns), and the latencies of a thread sum to its duration.
/// </remarks>
internal sealed class MeasuredThread
{
    private readonly int _number;
    private readonly Operation[] _operations;
    private readonly long[] _timestamps;
    private int _completed;

    public MeasuredThread(IStructure structure, int number, int ops, int keys, ulong seed, CancellationToken stop)
    {
        _number = number;
        _operations = new Operation[ops];
        for (int i = 0; i < ops; i++)
        {
            if ((i & 0xFFFF) == 0) { stop.ThrowIfCancellationRequested(); }
            _operations[i] = structure.TimedOperation(number, i, keys, seed);
        }
        _timestamps = new long[ops + 1];
        // Touched, so that no page fault of this array falls into the measurement.
        Array.Fill(_timestamps, 1);
    }

    /// <summary>When the thread began, in ticks of <see cref="Stopwatch"/>.</summary>
    public long StartTicks => _timestamps[0];

    /// <summary>When its last operation ended.</summary>
    public long EndTicks => _timestamps[_completed];

    /// <summary>Runs all operations, or until another thread fails or the run is stopped.</summary>
    // Optimised from the first call: the loop runs once, so tiering would come too late for it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TPmem>(Execution<TPmem> execute, TPmem pmem, ThreadTeam team)
        where TPmem : struct, IPmem
    {
        Operation[] operations = _operations;
        long[] timestamps = _timestamps;
        timestamps[0] = Stopwatch.GetTimestamp();
        for (int i = 0; i < operations.Length && !team.HasFailed; i++)
        {
            _ = execute(pmem, _number, operations[i]);
            timestamps[i + 1] = Stopwatch.GetTimestamp();
            _completed = i + 1;
        }
    }

    /// <summary>Counts the latencies of the last run.</summary>
    public void RecordInto(LatencyHistogram histogram)
    {
        for (int i = 0; i < _completed; i++)
        {
            histogram.Record((_timestamps[i + 1] - _timestamps[i]) * (1e9 / Stopwatch.Frequency));
        }
    }
}
