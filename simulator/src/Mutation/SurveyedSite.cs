using Sim.CacheModel;

namespace Sim.Simulator.Mutation;

/// <summary>Where in a structure's life a site was reached.</summary>
[Flags]
public enum SurveyPhases
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>While the structure was created.</summary>
    Creation = 1,

    /// <summary>In an operation: of setup, of a thread, or after recovery.</summary>
    Operation = 2,

    /// <summary>In recovery.</summary>
    Recovery = 4,
}

/// <summary>What a <see cref="SiteSurvey"/> knows of one site: what decides which mutation operators change anything there.</summary>
/// <param name="Site">The site.</param>
public sealed record SurveyedSite(Site Site)
{
    /// <summary>Where it was reached.</summary>
    public SurveyPhases Phases { get; init; }

    /// <summary>How often it was reached.</summary>
    public long Count { get; init; }

    /// <summary>The most cache lines that one flush covered.</summary>
    public int MaxLineCount { get; init; }

    /// <summary>The most bytes that one store wrote.</summary>
    public int MaxSizeBytes { get; init; }

    /// <summary>Whether another store came directly behind it, with at most loads between.</summary>
    public bool IsFollowedByStore { get; init; }

    /// <summary>Whether steps of 64 bytes from the unaligned start of a flushed range would miss the last line.</summary>
    public bool IsMissedUnaligned { get; init; }

    /// <summary>The most flushes of lines already clean, or fences with nothing to complete, in one execution of an operation.</summary>
    public int MaxRedundant { get; init; }

    /// <summary>What two reaches of a site say together.</summary>
    public SurveyedSite Merge(SurveyedSite other) => this with
    {
        Phases = Phases | other.Phases,
        Count = Count + other.Count,
        MaxLineCount = Math.Max(MaxLineCount, other.MaxLineCount),
        MaxSizeBytes = Math.Max(MaxSizeBytes, other.MaxSizeBytes),
        IsFollowedByStore = IsFollowedByStore || other.IsFollowedByStore,
        IsMissedUnaligned = IsMissedUnaligned || other.IsMissedUnaligned,
        MaxRedundant = Math.Max(MaxRedundant, other.MaxRedundant),
    };
}
