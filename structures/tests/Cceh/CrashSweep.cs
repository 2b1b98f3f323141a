using Sim.Simulator;

namespace Sim.Structures.Tests;

/// <summary>Runs a workload's first thread with a power failure at every event, and recovers from many of the images.</summary>
/// <remarks>
/// Of the dirty lines a crash keeps none, all, one, or all but one. That is no exhaustive search, and there is one thread:
/// the explorer does better. It is independent of the explorer, and takes a second.
/// </remarks>
internal static class CrashSweep
{
    private const int EndlessEvents = 20_000;

    /// <summary>What goes wrong first, or null.</summary>
    public static string? FindViolation(IStructure structure, Workload workload)
    {
        PowerFailMemory created = Pool(structure, workload);
        structure.Create(new PowerFailPmem(created), 1);
        for (int failsAt = created.EventCount; ; failsAt++)
        {
            (PowerFailMemory memory, AbstractState before, AbstractState after, bool failed) = Run(structure, workload, failsAt);
            foreach (byte[] image in Images(memory))
            {
                string? violation = FindViolation(structure, workload, image, before, after);
                if (violation is not null) { return $"crash at event {failsAt}: {violation}"; }
            }
            if (!failed) { return null; }
        }
    }

    private static (PowerFailMemory Memory, AbstractState Before, AbstractState After, bool Failed) Run(
        IStructure structure, Workload workload, int failsAt)
    {
        PowerFailMemory memory = Pool(structure, workload);
        memory.FailsAt = failsAt;
        PowerFailPmem pmem = new(memory);
        structure.Create(pmem, 1);
        AbstractState before = structure.Empty;
        foreach (Operation operation in workload.Setup.Concat(workload.Threads[0]))
        {
            AbstractState after = before.Apply(operation, thread: 0).Next;
            try { structure.Execute(pmem, 0, operation); }
            catch (PowerFailure) { return (memory, before, after, Failed: true); }
            before = after;
        }
        return (memory, before, before, Failed: false);
    }

    private static PowerFailMemory Pool(IStructure structure, Workload workload) =>
        new(new byte[structure.PoolBytes(1, workload.Setup.Count + workload.Threads[0].Count + workload.Probe.Count)]);

    private static IEnumerable<byte[]> Images(PowerFailMemory memory)
    {
        IReadOnlyList<int> dirty = memory.DirtyLines;
        yield return memory.ImageWith([]);
        yield return memory.ImageWith(dirty);
        foreach (int line in dirty)
        {
            yield return memory.ImageWith([line]);
            yield return memory.ImageWith(dirty.Where(other => other != line));
        }
    }

    private static string? FindViolation(IStructure structure, Workload workload, byte[] image, AbstractState before, AbstractState after)
    {
        PowerFailPmem pmem = new(new PowerFailMemory(image) { EndlessAt = EndlessEvents });
        try
        {
            structure.Recover(pmem);
            AbstractState state = structure.Observe(pmem);
            if (!state.Equals(before) && !state.Equals(after)) { return $"{state}, expected {before} or {after}"; }
            foreach (Operation operation in workload.Probe)
            {
                (state, ulong expected) = state.Apply(operation, thread: 0);
                ulong result = structure.Execute(pmem, 0, operation);
                string call = structure.Operations[operation.Kind].Describe(operation);
                if (result != expected) { return $"{call} after recovery gave {result}, expected {expected}"; }
            }
            AbstractState last = structure.Observe(pmem);
            return last.Equals(state) ? null : $"{last} after the probe, expected {state}";
        }
        // A sweep over defects: whatever recovery throws is what it looks for.
        catch (Exception fault) when (fault is not PowerFailure) { return fault.Message; }
    }
}
