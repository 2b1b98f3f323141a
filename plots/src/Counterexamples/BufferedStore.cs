using Sim.Simulator.Results;

namespace Sim.Plots;

/// <summary>A store's, or a clflush's, time in its thread's store buffer.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Store">Index of the step that put it there.</param>
/// <param name="Drain">Index of the step at which it becomes visible; the number of steps where that never came.</param>
/// <param name="Track">Which of the lane's vertical tracks draws it, from 0: stores of the same time lie on different ones.</param>
internal sealed record BufferedStore(int Thread, int Store, int Drain, int Track)
{
    /// <summary>Pairs every drain with the oldest store (or clflush) of its thread to the same line that has not drained yet.</summary>
    /// <remarks>Where an execution has no drain at all, its model has no store buffer, and nothing is paired.</remarks>
    public static IReadOnlyList<BufferedStore> Find(IReadOnlyList<ExecutionStep> steps)
    {
        List<BufferedStore> finished = [];
        List<BufferedStore> pending = [];
        if (!steps.Any(s => s.Kind == "drain")) { return finished; }
        for (int i = 0; i < steps.Count; i++)
        {
            ExecutionStep step = steps[i];
            if (step.Kind is "store" or "ntstore" or "clflush")
            {
                int track = 0;
                while (pending.Any(p => p.Thread == step.Thread && p.Track == track)) { track++; }
                pending.Add(new(step.Thread, i, steps.Count, track));
            }
            int match = step.Kind == "drain" ? pending.FindIndex(p => p.Thread == step.Thread && IsDrainOf(step, steps[p.Store])) : -1;
            if (match >= 0)
            {
                finished.Add(pending[match] with { Drain = i });
                pending.RemoveAt(match);
            }
        }
        return [.. finished, .. pending];
    }

    private static bool IsDrainOf(ExecutionStep drain, ExecutionStep step) =>
        drain.Line == step.Line && drain.Text.StartsWith("clflush", StringComparison.Ordinal) == (step.Kind == "clflush");
}
