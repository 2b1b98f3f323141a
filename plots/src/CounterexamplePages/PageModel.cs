using System.Text.Json.Serialization;
using Sim.Simulator.Results;

namespace Sim.Plots;

/// <summary>What the script of a counterexample page gets to see.</summary>
internal sealed record PageModel
{
    public required string Property { get; init; }

    public required string Clause { get; init; }

    public required string Summary { get; init; }

    public required IReadOnlyList<PageFact> Facts { get; init; }

    public required int Threads { get; init; }

    public required IReadOnlyList<PageStep> Steps { get; init; }

    /// <summary>The memory at the start and after each step; empty where the counterexample does not tell.</summary>
    public required IReadOnlyList<StepMemory> Memory { get; init; }

    /// <summary>Whether the execution ends with a crash.</summary>
    public required bool Crashes { get; init; }

    public required IReadOnlyList<CrashedLine> Lines { get; init; }

    public required IReadOnlyList<PageStep> Recovery { get; init; }

    public required string Recovered { get; init; }

    public required IReadOnlyList<string> Allowed { get; init; }
}

/// <summary>A named fact of the page's head.</summary>
internal sealed record PageFact(string Name, string Value);

/// <summary>A step on the page.</summary>
/// <param name="Thread">The thread, -1 for recovery.</param>
/// <param name="Kind">As in <see cref="ExecutionStep"/>.</param>
/// <param name="Text">The step for people.</param>
/// <param name="Label">The persist step's label.</param>
/// <param name="Location">Source file name and line.</param>
/// <param name="Line">The cache line, or -1.</param>
/// <param name="Mark"><c>lost</c>, <c>buffered</c>, <c>stale</c> or empty.</param>
internal sealed record PageStep(int Thread, string Kind, string Text, string Label, string Location, int Line, string Mark);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PageModel))]
internal sealed partial class PageJson : JsonSerializerContext;
