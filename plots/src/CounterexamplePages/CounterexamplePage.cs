using System.Globalization;
using System.Net;
using System.Text.Json;
using Sim.Simulator.Results;

namespace Sim.Plots;

/// <summary>A violating execution as one HTML page that needs nothing else: no network, no other file.</summary>
/// <remarks>
/// A slider goes through the steps of the threads, the crash and recovery; beside it stand the store buffers and, for every
/// word, the values that a crash at that moment may leave. Marks say in words what colours show.
/// </remarks>
public static class CounterexamplePage
{
    private const string Template = "Sim.Plots.CounterexamplePages.page.html";

    /// <summary>Writes the page.</summary>
    /// <param name="example">The counterexample; all of its steps are on the page.</param>
    /// <returns>HTML with line feeds; the same bytes for the same counterexample.</returns>
    public static string Render(Counterexample example)
    {
        ArgumentNullException.ThrowIfNull(example);
        using Stream stream = typeof(CounterexamplePage).Assembly.GetManifestResourceStream(Template)!;
        using StreamReader reader = new(stream);
        // The encoder escapes '<', so no text of the counterexample can end the script element.
        return reader.ReadToEnd()
            .Replace("{{title}}", WebUtility.HtmlEncode($"{example.Structure}: {example.Property} violated"), StringComparison.Ordinal)
            .Replace("{{model}}", JsonSerializer.Serialize(ModelOf(example), PageJson.Default.PageModel), StringComparison.Ordinal);
    }

    private static PageModel ModelOf(Counterexample example)
    {
        LostWords lost = new(example.Lines);
        List<ExecutionStep> steps = [.. example.Steps.Where(step => step.Kind != "crash")];
        HashSet<int> stillBuffered = [.. BufferedStore.Find(steps).Where(store => store.Drain == steps.Count).Select(store => store.Store)];
        IReadOnlySet<int> lostStores = lost.LostStores(steps, stillBuffered);
        IReadOnlySet<int> staleLoads = lost.StaleLoads(example.Recovery);
        return new PageModel
        {
            Property = example.Property,
            Clause = PropertyClause.Of(example.Property),
            Summary = example.Summary,
            Facts = FactsOf(example),
            Threads = example.Operations.Count,
            Steps = [.. steps.Select((step, index) =>
                PageStepOf(step, lostStores.Contains(index) ? "lost" : stillBuffered.Contains(index) ? "buffered" : ""))],
            Memory = example.Memory,
            Crashes = example.Lines.Count + example.Recovery.Count > 0,
            Lines = example.Lines,
            Recovery = [.. example.Recovery.Select((step, index) => PageStepOf(step, staleLoads.Contains(index) ? "stale" : ""))],
            Recovered = example.Recovered,
            Allowed = example.Allowed,
        };
    }

    private static List<PageFact> FactsOf(Counterexample example)
    {
        List<PageFact> facts =
        [
            new("structure", example.Structure),
            new("platform", example.Platform),
            new("model", example.Model),
            new("workload", example.Workload),
            new("bound", string.Create(CultureInfo.InvariantCulture,
                $"{example.Threads} threads, {example.Ops} operations each, {example.Keys} keys")),
        ];
        if (example.Mutant is { } mutant) { facts.Insert(1, new("mutant", mutant)); }
        if (example.ElidedSites.Count > 0) { facts.Add(new("switched off", string.Join(", ", example.ElidedSites))); }
        return facts;
    }

    private static PageStep PageStepOf(ExecutionStep step, string mark) =>
        new(step.Thread, step.Kind, step.Text, step.Label, step.Location, step.Line, mark);
}
