namespace Sim.CacheModel;

/// <summary>All memory images that a crash can leave, not listed; made by rules for an <see cref="UndecidedMemory"/> of the same rules.</summary>
public abstract class CrashImages
{
    /// <summary>Equal for equal sets of images of one exploration.</summary>
    public abstract StateHash Hash { get; }

    /// <summary>How many images there are, equal ones counted as often as they arise.</summary>
    public abstract double Count { get; }
}
