using System.Diagnostics;
using Sim.Simulator.Mutation;
using Sim.Simulator.Results;

namespace Sim.Simulator;

/// <summary>Runs a structure on a real mapping, with threads of the operating system and wall-clock time.</summary>
/// <remarks>
/// Three passes over the same operations. The first ones rehearse in memory, until the JIT has compiled everything as well as
/// it will. Then one more rehearsal counts flushes, fences and locked instructions, so that the measured pass, which comes last
/// and alone changes the file, counts nothing. With one thread the counts are exact; with more they are those of another
/// interleaving. Page faults are taken before the measurement: they belong to the file system, not to the structure.
/// </remarks>
public static class RealRunner
{
    /// <summary>The most bytes that a new pool has for later runs.</summary>
    public const long HeadroomBytes = 256L << 20;

    // Tiered compilation promotes a method 100 ms after the last new one appeared, twice if it was instrumented in between.
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(400);

    /// <summary>Runs the structure's timed operations on a pool file.</summary>
    /// <param name="structure">The structure, or one of its mutants.</param>
    /// <param name="path">The pool file; made if there is none, else opened and recovered, and used as it is.</param>
    /// <param name="threads">Threads, at least 1.</param>
    /// <param name="ops">Operations of each thread, at least 1.</param>
    /// <param name="keys">The size of the key space; 0 for practically distinct keys.</param>
    /// <param name="seed">The seed of the operations.</param>
    /// <param name="runsToHold">How many such runs a pool that is made has room for, as far as <see cref="HeadroomBytes"/> allows.</param>
    /// <param name="stop">Stops the run between two operations; a pool that is named stays, and can be opened again.</param>
    /// <exception cref="InputException">An argument, the file or its room does not allow the run.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public static RunResult Run(IStructure structure, string path, int threads, int ops, int keys, ulong seed,
        int runsToHold = 1, CancellationToken stop = default)
    {
        ThrowUnlessAtLeast(1, "threads", threads);
        ThrowUnlessAtLeast(1, "ops", ops);
        ThrowUnlessAtLeast(0, "keys", keys);
        if ((long)threads * ops > int.MaxValue)
        {
            throw new InputException($"{threads} threads with {ops} operations each are more than {int.MaxValue} operations");
        }
        MeasuredThread[] workers = [.. Enumerable.Range(0, threads).Select(number => new MeasuredThread(structure, number, ops, keys, seed, stop))];
        try
        {
            bool exists = Path.Exists(path);
            RealMapping mapping = exists
                ? Recover(structure, path, threads)
                : RealMapping.Create(path, PoolBytes(structure, threads, ops, runsToHold), pool => structure.Create(pool.Pmem, threads));
            PersistCounters counters = Rehearse(structure, mapping, workers, stop);
            mapping.TouchPages();
            RunAll(structure.Execute, mapping.Pmem, workers, stop);
            (double durationNs, LatencyResult latency) = Measured(workers);
            double count = (double)threads * ops;
            RunResult result = new()
            {
                Structure = structure.Name,
                Mutant = (structure as MutantStructure)?.Mutant.Name,
                Platform = "host",
                Mapping = "real",
                Durability = mapping.Durability,
                FlushInstruction = PersistInstructions.FlushName,
                Recovered = exists,
                Threads = threads,
                Ops = ops,
                Keys = keys,
                Seed = seed,
                DurationNs = durationNs,
                ThroughputOpsPerSecond = count / durationNs * 1e9,
                Latency = latency,
                FlushesPerOp = counters.Flushes / count,
                FencesPerOp = counters.Fences / count,
                LockedPerOp = counters.Locked / count,
            };
            // Not in a finally: after a failure a thread may still wait inside the mapping, and must not lose it.
            mapping.Dispose();
            return result;
        }
        catch (PoolFullException full)
        {
            throw new InputException($"{path}: {full.Message}; run fewer operations, or name a new pool file");
        }
    }

    // Every block of a pool is reserved and copied for the rehearsals, so that room for later runs must stay affordable.
    private static long PoolBytes(IStructure structure, int threads, int ops, int runsToHold)
    {
        int operations = threads * ops;
        long neededBytes = structure.PoolBytes(threads, operations);
        for (int runs = (int)Math.Min(runsToHold, int.MaxValue / operations); runs > 1; runs--)
        {
            long lengthBytes = structure.PoolBytes(threads, runs * operations);
            if (lengthBytes - neededBytes <= HeadroomBytes) { return lengthBytes; }
        }
        return neededBytes;
    }

    private static RealMapping Recover(IStructure structure, string path, int threads)
    {
        RealMapping pool = RealMapping.Open(path);
        int madeFor = PoolHeader.ThreadCount(pool.Pmem);
        if (madeFor > 0 && threads > madeFor)
        {
            pool.Dispose();
            throw new InputException($"{path}: was made for at most {madeFor} threads, not for {threads}");
        }
        try
        {
            // Checked, because the pool may be another structure's: its bytes would be taken for addresses.
            structure.Recover(pool.CheckedPmem);
            return pool;
        }
        catch (PoolDefectException defect)
        {
            pool.Dispose();
            throw new InputException($"{path}: {defect.Message}");
        }
        catch (PmemAccessException access)
        {
            pool.Dispose();
            throw new InputException($"{path}: is not a pool of {structure.Name}, or is damaged: in recovery, {access.Message}");
        }
    }

    private static PersistCounters Rehearse(IStructure structure, RealMapping mapping, MeasuredThread[] workers, CancellationToken stop)
    {
        RealMapping stage = RealMapping.CreateVolatile(mapping.LengthBytes);
        long start = Stopwatch.GetTimestamp();
        do
        {
            mapping.CopyTo(stage);
            RunAll(structure.Execute, stage.Pmem, workers, stop);
        }
        while (Stopwatch.GetElapsedTime(start) < WarmUp);

        mapping.CopyTo(stage);
        PersistCounters[] counters = [.. workers.Select(_ => new PersistCounters())];
        ThreadTeam.Run(workers.Length, (team, number) =>
        {
            Execution<CountingPmem<RealPmem>> execute = structure.Execute;
            team.AwaitStart();
            workers[number].Run(execute, new CountingPmem<RealPmem>(stage.Pmem, counters[number]), team);
        }, stop);
        stage.Dispose();
        return new PersistCounters
        {
            Flushes = counters.Sum(thread => thread.Flushes),
            Fences = counters.Sum(thread => thread.Fences),
            Locked = counters.Sum(thread => thread.Locked),
        };
    }

    private static void RunAll(Execution<RealPmem> execute, RealPmem pmem, MeasuredThread[] workers, CancellationToken stop) =>
        ThreadTeam.Run(workers.Length, (team, number) =>
        {
            team.AwaitStart();
            workers[number].Run(execute, pmem, team);
        }, stop);

    private static (double DurationNs, LatencyResult Latency) Measured(MeasuredThread[] workers)
    {
        LatencyHistogram histogram = new();
        foreach (MeasuredThread worker in workers) { worker.RecordInto(histogram); }
        long ticks = workers.Max(worker => worker.EndTicks) - workers.Min(worker => worker.StartTicks);
        return (ticks * (1e9 / Stopwatch.Frequency), histogram.ToResult());
    }

    private static void ThrowUnlessAtLeast(int least, string argument, int value)
    {
        if (value < least) { throw new InputException($"{argument} is {value}, expected at least {least}"); }
    }
}
