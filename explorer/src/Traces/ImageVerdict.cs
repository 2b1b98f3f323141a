namespace Sim.Explorer.Traces;

/// <summary>What a checker says about an image.</summary>
/// <param name="Reason">Null if the image is consistent, else why not: <c>exit code 1</c>, <c>timeout</c>.</param>
internal readonly record struct ImageVerdict(string? Reason)
{
    /// <summary>Whether the image is consistent.</summary>
    public bool IsConsistent => Reason is null;
}

/// <summary>What a checker may want to know besides the image.</summary>
/// <param name="Point">The crash point.</param>
/// <param name="Markers">All markers of the trace.</param>
internal readonly record struct CheckContext(CrashPoint Point, MarkerPath Markers);
