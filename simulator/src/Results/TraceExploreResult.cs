using System.Numerics;

namespace Sim.Simulator.Results;

/// <summary>What an exploration of a trace's crash states found.</summary>
public sealed record TraceExploreResult
{
    /// <summary>The file.</summary>
    public required string Trace { get; init; }

    /// <summary><c>exact</c>, or the engine of pmreorder outside markers.</summary>
    public required string Engine { get; init; }

    /// <summary>The persistency model; null for the engines of pmreorder, which have none.</summary>
    public required string? Model { get; init; }

    /// <summary>Events in the trace.</summary>
    public required long Events { get; init; }

    /// <summary>Crash points, or barriers for the engines of pmreorder.</summary>
    public required long CrashPoints { get; init; }

    /// <summary>Crash states (sequences) over all crash points, those of skipped points too.</summary>
    public required BigInteger StatesRepresented { get; init; }

    /// <summary>The most states of one crash point.</summary>
    public required BigInteger LargestPoint { get; init; }

    /// <summary>
    /// Images of the points that were not skipped, distinct in content, in the lines stored to so far, in the operations begun
    /// and in those ended; for the engines of pmreorder, distinct in content at their barrier.
    /// </summary>
    public required BigInteger DistinctImages { get; init; }

    /// <summary>Crash points with more states than the limit: counted, not enumerated.</summary>
    public required long SkippedPoints { get; init; }

    /// <summary>Stores to memory that belongs to no file: they are in no image.</summary>
    public required long StoresOutsideFiles { get; init; }

    /// <summary>Images given to a checker: distinct in content, in the operations begun and in those ended. 0 without a checker.</summary>
    public required long ImagesChecked { get; init; }

    /// <summary>Images that the checker found inconsistent.</summary>
    public required long InconsistentImages { get; init; }

    /// <summary>The sequences that these images stand for; equal to the images except for the engines of pmreorder.</summary>
    public required long InconsistentSequences { get; init; }

    /// <summary>Inconsistent sequences by what the checker said.</summary>
    public required IReadOnlyDictionary<string, long> ByReason { get; init; }

    /// <summary>The first inconsistent images.</summary>
    public required IReadOnlyList<InconsistentImage> Findings { get; init; }

    /// <summary><c>complete</c>, or <c>cut short</c> and by what.</summary>
    public required string Completeness { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public required double Seconds { get; init; }
}

/// <summary>A crash image that a checker refused.</summary>
/// <param name="Image">The image's number in the exploration, from 0.</param>
/// <param name="Reason">What the checker said.</param>
/// <param name="EventIndex">The event before which the crash happened, from 0.</param>
/// <param name="Before">That event.</param>
/// <param name="LastStore">The place in the source of the last store before it.</param>
/// <param name="Operations">The operations that had begun and not ended.</param>
/// <param name="Lost">What the crash lost: the image is what memory held, without these stores.</param>
public sealed record InconsistentImage(long Image, string Reason, long EventIndex, string Before, string LastStore,
    IReadOnlyList<string> Operations, IReadOnlyList<LostStores> Lost);

/// <summary>Stores to one cache line (or word) that a crash lost.</summary>
/// <param name="Place">The line.</param>
/// <param name="Count">How many of its newest stores.</param>
/// <param name="FirstSite">The place in the source of the first of them.</param>
public sealed record LostStores(string Place, int Count, string FirstSite);
