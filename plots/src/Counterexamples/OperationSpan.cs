using Sim.Simulator.Results;

namespace Sim.Plots;

/// <summary>The steps of one operation, from its begin to its return.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="First">Index of the step <c>begin</c>.</param>
/// <param name="Last">Index of the step <c>return</c>, or of the execution's last step.</param>
/// <param name="Call">The operation with its arguments.</param>
/// <param name="IsFinished">Whether it returned; else the crash met it in the middle.</param>
internal sealed record OperationSpan(int Thread, int First, int Last, string Call, bool IsFinished)
{
    /// <summary>The operations of an execution, in the order in which they end; unfinished ones last.</summary>
    public static IReadOnlyList<OperationSpan> Find(IReadOnlyList<ExecutionStep> steps)
    {
        List<OperationSpan> spans = [];
        SortedDictionary<int, int> begun = [];
        for (int i = 0; i < steps.Count; i++)
        {
            int thread = steps[i].Thread;
            if (steps[i].Kind == "begin") { begun[thread] = i; }
            if (steps[i].Kind == "return" && begun.Remove(thread, out int first))
            {
                spans.Add(new(thread, first, i, steps[first].Text, IsFinished: true));
            }
        }
        spans.AddRange(begun.Select(b => new OperationSpan(b.Key, b.Value, steps.Count - 1, steps[b.Value].Text, IsFinished: false)));
        return spans;
    }
}
