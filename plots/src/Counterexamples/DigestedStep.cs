using System.Globalization;
using Sim.Simulator.Results;

namespace Sim.Plots;

/// <summary>A step of recovery, or a run of loads that tell nothing by themselves.</summary>
/// <param name="Text">What happened.</param>
/// <param name="Label">The persist step's label; may be empty.</param>
/// <param name="Location">Source file name and line, or empty.</param>
/// <param name="Line">The cache line, or -1.</param>
/// <param name="IsStale">Whether it reads a word whose newest value the crash lost, and which recovery has not written since its last start.</param>
/// <param name="IsCrash">Whether it is a second crash, inside recovery.</param>
internal sealed record DigestedStep(string Text, string Label, string Location, int Line, bool IsStale, bool IsCrash)
{
    /// <summary>Brings recovery's steps into brief form: two or more loads in a row become one line, unless they read lost words.</summary>
    public static IReadOnlyList<DigestedStep> Of(IReadOnlyList<ExecutionStep> recovery, LostWords lost)
    {
        List<DigestedStep> digest = [];
        List<ExecutionStep> run = [];
        IReadOnlySet<int> stale = lost.StaleLoads(recovery);
        for (int i = 0; i < recovery.Count; i++)
        {
            ExecutionStep step = recovery[i];
            bool isStale = stale.Contains(i);
            if (step.Kind == "load" && !isStale)
            {
                run.Add(step);
                continue;
            }
            Flush(run, digest);
            digest.Add(new(step.Text, step.Label, step.Location, step.Line, isStale, step.Kind == "crash"));
        }
        Flush(run, digest);
        return digest;
    }

    private static void Flush(List<ExecutionStep> run, List<DigestedStep> digest)
    {
        if (run.Count == 1)
        {
            ExecutionStep only = run[0];
            digest.Add(new(only.Text, only.Label, only.Location, only.Line, IsStale: false, IsCrash: false));
        }
        else if (run.Count > 1)
        {
            int[] lines = [.. run.Select(s => s.Line).Where(l => l >= 0).Distinct().Order()];
            string where = lines.Length switch
            {
                0 => "",
                1 => $" of line {lines[0]}",
                <= 6 => $" of lines {string.Join(", ", lines)}",
                _ => string.Create(CultureInfo.InvariantCulture, $" of {lines.Length} lines from {lines[0]} to {lines[^1]}"),
            };
            string label = run.All(s => s.Label == run[0].Label) ? run[0].Label : "";
            digest.Add(new($"loads{where} ({run.Count} in a row)", label, "", lines.Length == 1 ? lines[0] : -1, IsStale: false, IsCrash: false));
        }
        run.Clear();
    }
}
