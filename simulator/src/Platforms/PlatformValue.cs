namespace Sim.Simulator;

/// <summary>One number of a platform, as its file gives it.</summary>
/// <param name="Field">Where it stands: <c>core.sfence</c>.</param>
/// <param name="Value">The number.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Source">The publication or derivation that it comes from.</param>
/// <param name="Quality">
/// <c>exact</c> (published data), <c>derived</c> (computed from exact data), <c>figure</c> (read from a figure),
/// <c>recalled</c> (from a paper, from memory), <c>second-hand</c>, or <c>assumption</c>.
/// </param>
public sealed record PlatformValue(string Field, double Value, string Unit, string Source, string Quality)
{
    /// <summary>The qualities that a value can have, the most trustworthy first.</summary>
    public static IReadOnlyList<string> Qualities { get; } = ["exact", "derived", "figure", "recalled", "second-hand", "assumption"];
}
