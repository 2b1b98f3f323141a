using System.Globalization;
using System.Text;
using Sim.Simulator.Results;

namespace Sim.Plots;

/// <summary>A violating execution as text for terminals and logs, at most 100 columns wide.</summary>
public static class CounterexampleText
{
    private const int Columns = 100;
    private const int NameColumn = 14;
    private const int MaxSteps = 200;
    private const int MaxRecoverySteps = 60;

    /// <summary>Writes a counterexample: what happened, the steps up to the crash, the memory, recovery, and the outcome.</summary>
    /// <param name="example">The counterexample; long ones are shortened, and say by how much.</param>
    /// <returns>Lines that end with a line feed.</returns>
    public static string Render(Counterexample example)
    {
        ArgumentNullException.ThrowIfNull(example);
        StringBuilder text = new();
        LostWords lost = new(example.Lines);
        AppendWrapped(text, "", $"violated: {example.Property}");
        AppendWrapped(text, "  ", example.Summary);
        text.Append('\n');
        AppendNamed(text, "structure", example.Mutant is null ? example.Structure : $"{example.Structure}, mutant {example.Mutant}");
        AppendNamed(text, "platform", $"{example.Platform}, model {example.Model}");
        AppendNamed(text, "workload", string.Create(CultureInfo.InvariantCulture,
            $"{example.Workload}, threads {example.Threads}, operations per thread {example.Ops}, keys {example.Keys}"));
        if (example.ElidedSites.Count > 0) { AppendNamed(text, "switched off", string.Join(", ", example.ElidedSites)); }
        AppendSteps(text, example, lost);
        AppendMemory(text, example.Lines);
        AppendRecovery(text, DigestedStep.Of(example.Recovery, lost));
        text.Append('\n');
        AppendNamed(text, "recovered", example.Recovered);
        for (int i = 0; i < example.Allowed.Count; i++) { AppendNamed(text, i == 0 ? "allowed" : "", example.Allowed[i]); }
        return text.ToString();
    }

    private static void AppendSteps(StringBuilder text, Counterexample example, LostWords lost)
    {
        IReadOnlyList<ExecutionStep> steps = [.. example.Steps.Where(s => s.Kind != "crash")];
        HashSet<int> stillBuffered = [.. BufferedStore.Find(steps).Where(b => b.Drain == steps.Count).Select(b => b.Store)];
        IReadOnlySet<int> lostStores = lost.LostStores(steps, stillBuffered);
        text.Append("\nexecution, time runs downwards (LOST: the crash took this value; buffered: it never became visible)\n");
        VisibleSteps visible = new(steps.Count, MaxSteps);
        for (int i = 0; i < steps.Count; i++)
        {
            if (IsLeftOut(text, visible, i)) { continue; }
            ExecutionStep step = steps[i];
            bool isBoundary = step.Kind is "begin" or "return";
            string what = step.Kind == "drain" ? $"  ({step.Text})" : isBoundary ? step.Text : $"  {step.Text}";
            string tag = lostStores.Contains(i) ? "LOST" : stillBuffered.Contains(i) ? "buffered" : "";
            string thread = new string(' ', 3 * Math.Clamp(step.Thread, 0, 5)) + string.Create(CultureInfo.InvariantCulture, $"t{step.Thread}");
            AppendRow(text, string.Create(CultureInfo.InvariantCulture, $"{i + 1,5}  {thread,-7} {what}"), step.Label, step.Location, tag);
        }
        bool isCrash = example.Lines.Count + example.Recovery.Count > 0 || example.Steps.Count > steps.Count;
        text.Append(isCrash ? "       ----- crash -----\n" : "       (the execution ends here)\n");
    }

    private static void AppendMemory(StringBuilder text, IReadOnlyList<CrashedLine> lines)
    {
        if (lines.Count == 0) { return; }
        text.Append("\nmemory at the crash\n");
        AppendClipped(text, $"  {"word",-12}{"oldest possible",22}{"newest visible",22}{"in the crash image",22}");
        foreach (CrashedLine line in lines)
        {
            AppendClipped(text, string.Create(CultureInfo.InvariantCulture,
                $"  line {line.Line}, from 0x{line.Line * 64L:x}{(line.ReadByRecovery ? ", read by recovery" : "")}"));
            foreach (CrashedWord word in line.Words)
            {
                string address = string.Create(CultureInfo.InvariantCulture, $"0x{word.Address:x}");
                AppendClipped(text, $"    {address,-10}{word.Before,22}{word.Visible,22}{word.Persisted,22}{(word.Lost ? "   LOST" : "")}");
            }
        }
    }

    private static void AppendRecovery(StringBuilder text, IReadOnlyList<DigestedStep> steps)
    {
        if (steps.Count == 0) { return; }
        text.Append("\nrecovery (stale: reads a word whose newest value was lost)\n");
        VisibleSteps visible = new(steps.Count, MaxRecoverySteps);
        for (int i = 0; i < steps.Count; i++)
        {
            if (IsLeftOut(text, visible, i)) { continue; }
            DigestedStep step = steps[i];
            AppendRow(text, step.IsCrash ? "  ----- crash -----" : $"  {step.Text}", step.Label, step.Location, step.IsStale ? "stale" : "");
        }
    }

    /// <summary>Whether a step is not shown; the first such step is replaced by their number.</summary>
    private static bool IsLeftOut(StringBuilder text, VisibleSteps visible, int index)
    {
        if (visible.Shows(index)) { return false; }
        if (visible.Shows(index - 1)) { AppendClipped(text, $"  ... {visible.HiddenCount} steps more ..."); }
        return true;
    }

    private static void AppendRow(StringBuilder text, string what, string label, string location, string tag)
    {
        string step = label.Length == 0 ? $"{Clip(what, 68),-68}" : $"{Clip(what, 45),-45} {Clip(label, 22),-22}";
        AppendClipped(text, $"{step} {Clip(location, 20),-20} {tag}");
    }

    private static void AppendNamed(StringBuilder text, string name, string value)
    {
        int start = text.Length;
        AppendWrapped(text, new string(' ', NameColumn), value);
        text.Remove(start, name.Length).Insert(start, name);
    }

    private static void AppendWrapped(StringBuilder text, string indent, string value)
    {
        StringBuilder line = new(indent);
        foreach (string word in value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > indent.Length && line.Length + 1 + word.Length > Columns)
            {
                AppendClipped(text, line.ToString());
                line.Clear().Append(indent);
            }
            if (line.Length > indent.Length) { line.Append(' '); }
            line.Append(word);
        }
        AppendClipped(text, line.ToString());
    }

    private static void AppendClipped(StringBuilder text, string line) => text.Append(Clip(line.TrimEnd(), Columns)).Append('\n');

    private static string Clip(string text, int columns) => text.Length <= columns ? text : text[..(columns - 3)] + "...";
}
