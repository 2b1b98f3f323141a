namespace Sim.Explorer.Traces;

/// <summary>Which part of a trace is explored, delimited by markers.</summary>
/// <remarks>
/// By default everything after the creation of the structure, if the trace brackets it: programs mark it with
/// <c>CREATE</c> or a name that ends so (<c>MAPCREATE</c>), because a half-made structure has no consistent state to recover.
/// </remarks>
/// <param name="From">The marker after whose first occurrence exploration starts, or null for the default.</param>
/// <param name="Until">The marker before whose first occurrence after that it ends, or null.</param>
/// <param name="Whole">Whether the whole trace is explored, whatever its markers.</param>
public sealed record ExploredPart(string? From = null, string? Until = null, bool Whole = false)
{
    private const string EndOfCreation = "CREATE.END";

    /// <summary>Whether exploration starts after a marker.</summary>
    internal bool StartsAfter(string marker) => From is null ? marker.EndsWith(EndOfCreation, StringComparison.Ordinal) : marker == From;
}
