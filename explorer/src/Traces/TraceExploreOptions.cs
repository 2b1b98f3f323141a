using System.Numerics;
using Sim.CacheModel;

namespace Sim.Explorer.Traces;

/// <summary>How to explore a trace.</summary>
public sealed record TraceExploreOptions
{
    /// <summary>The models that the exact engine knows: those of x86, where a crash leaves a prefix of each unit's stores, independent of other units.</summary>
    public static IReadOnlyList<PersistencyModel> Models { get; } = [Px86Line.Model, Px86.Model, Eadr.Model, Strict.Model];

    /// <summary>An engine of pmreorder, or null for the exact one.</summary>
    public ReorderEngine? Engine { get; init; }

    /// <summary>For the engines of pmreorder: other engines by the name of a marker.</summary>
    public IReadOnlyDictionary<string, ReorderEngine> EnginesByMarker { get; init; } = new Dictionary<string, ReorderEngine>();

    /// <summary>For the exact engine: the persistency model.</summary>
    public PersistencyModel Model { get; init; } = Px86Line.Model;

    /// <summary>For the exact engine: the part of the trace.</summary>
    public ExploredPart Part { get; init; } = new();

    /// <summary>Crash points with more states are counted and not enumerated.</summary>
    public BigInteger MaxStatesPerPoint { get; init; } = 1_000_000_000_000;

    /// <summary>After how many images to stop.</summary>
    public long MaxImages { get; init; } = long.MaxValue;

    /// <summary>What the files held before.</summary>
    public InitialImages Initial { get; init; } = InitialImages.Zeros;

    /// <summary>The command of an external checker, or null.</summary>
    public string? Command { get; init; }

    /// <summary>Makes an in-process checker for each worker, or null.</summary>
    public Func<IImageChecker>? Checker { get; init; }

    /// <summary>Workers.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>How long an external checker may take for an image.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Chooses the subsets of the partial engine.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many inconsistent images to describe.</summary>
    public int MaxFindings { get; init; } = 20;

    /// <summary>Told now and then how far the exploration is.</summary>
    public Action<TraceExploreProgress>? Progress { get; init; }
}

/// <summary>How far an exploration is.</summary>
/// <param name="Events">Events taken.</param>
/// <param name="Images">Images given to checkers.</param>
/// <param name="Inconsistent">Inconsistent ones.</param>
public readonly record struct TraceExploreProgress(long Events, long Images, long Inconsistent);
