using System.Diagnostics;
using Sim.Simulator;
using Sim.Simulator.Results;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Traces;

/// <summary>Explores the crash states of a trace and has their images checked.</summary>
public static class TraceExplorer
{
    /// <summary>The completeness of an exploration that covered everything.</summary>
    public const string Complete = "complete";

    private const int InProcessClaim = 16;

    /// <summary>Explores a trace.</summary>
    /// <param name="path">A trace file or a pmemcheck log.</param>
    /// <param name="options">How.</param>
    /// <param name="stop">Stops the exploration; what was checked so far is reported.</param>
    /// <exception cref="InputException">The trace is damaged, or an option does not fit it.</exception>
    public static TraceExploreResult Explore(string path, TraceExploreOptions options, CancellationToken stop = default) =>
        Explore(() => TraceFile.Open(path), options, stop);

    /// <summary>Explores a trace.</summary>
    /// <param name="open">Opens the trace at its start; called twice.</param>
    /// <param name="options">How.</param>
    /// <param name="stop">Stops the exploration; what was checked so far is reported.</param>
    /// <exception cref="InputException">The trace is damaged, or an option does not fit it.</exception>
    public static TraceExploreResult Explore(Func<ITraceReader> open, TraceExploreOptions options, CancellationToken stop = default)
    {
        Stopwatch clock = Stopwatch.StartNew();
        TraceOutline outline = TraceOutline.Read(open, options.Part);
        ImageFindings findings = new(options.MaxFindings);
        using ITraceReader reader = open();
        TraceMappings mappings = new();
        TraceHistory history = new(options.Model, mappings, options.Initial);
        ITraceEngine? engine = null;
        using CheckerSet? checkers = CheckerSet.Create(options, outline.Files);
        using ImagePipeline? pipeline = checkers is null ? null : new ImagePipeline(checkers.Checkers, history.Contents, () => engine!.Markers, findings,
            options.Command is null ? InProcessClaim : 1, options.Engine is not null, options.MaxImages, stop);
        engine = options.Engine is { } chosen
            ? new PmreorderEngine(history.Contents, mappings, options.Initial, reader.Texts, chosen, options.EnginesByMarker, options.MaxStatesPerPoint, options.Seed, pipeline)
            : new ExactEngine(history, reader.Texts, options.Model, outline.Part, options.MaxStatesPerPoint, pipeline);
        long events = Run(reader, engine, pipeline, findings, options, stop);
        pipeline?.Complete();
        IReadOnlyDictionary<string, long> byReason = findings.ByReason();
        return new TraceExploreResult
        {
            Trace = reader.Name,
            Engine = options.Engine is { } name ? ReorderEngines.NameOf(name) : "exact",
            Model = options.Engine is null ? options.Model.Name : null,
            Events = events,
            CrashPoints = engine.PointCount,
            StatesRepresented = engine.StateCount,
            LargestPoint = engine.LargestPoint,
            DistinctImages = engine.DistinctCount,
            SkippedPoints = engine.SkippedPointCount,
            StoresOutsideFiles = history.StoresOutsideFiles,
            ImagesChecked = findings.CheckedCount,
            InconsistentImages = findings.InconsistentCount,
            InconsistentSequences = byReason.Values.Sum(),
            ByReason = byReason,
            Findings = findings.Describe(reader.Texts, mappings, engine.Markers),
            Completeness = Completeness(engine, pipeline, options, stop),
            Seconds = clock.Elapsed.TotalSeconds,
        };
    }

    private static long Run(ITraceReader reader, ITraceEngine engine, ImagePipeline? pipeline, ImageFindings findings,
        TraceExploreOptions options, CancellationToken stop)
    {
        TraceEvent[] batch = new TraceEvent[1024];
        long index = 0;
        while (reader.Read(batch) is int count and > 0)
        {
            foreach (ref readonly TraceEvent item in batch.AsSpan(0, count))
            {
                if (engine.IsStopped || (stop.IsCancellationRequested && pipeline is null)) { return index; }
                try
                {
                    engine.Take(item, index++);
                }
                catch (InputException mistake)
                {
                    throw new InputException($"{reader.Name}: event {index}: {mistake.Message}");
                }
            }
            options.Progress?.Invoke(new TraceExploreProgress(index, pipeline?.ImageCount ?? 0, findings.InconsistentCount));
        }
        engine.Finish(index);
        return index;
    }

    private static string Completeness(ITraceEngine engine, ImagePipeline? pipeline, TraceExploreOptions options, CancellationToken stop)
    {
        if (stop.IsCancellationRequested) { return "cut short by the user"; }
        if (pipeline is { IsLimited: true }) { return $"cut short after {options.MaxImages} images"; }
        if (pipeline is not null && engine.SkippedPointCount > 0) { return $"cut short: {engine.SkippedPointCount} points of more than {options.MaxStatesPerPoint} states were counted only"; }
        return Complete;
    }
}
