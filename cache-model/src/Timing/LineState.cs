namespace Sim.CacheModel;

/// <summary>MESI state of a line in one cache; a greater state may do all that a smaller one may.</summary>
public enum LineState : byte
{
    /// <summary>Not here.</summary>
    Invalid,

    /// <summary>Clean, and perhaps in other cores as well.</summary>
    Shared,

    /// <summary>Clean, and in no other core.</summary>
    Exclusive,

    /// <summary>Newer than memory, and in no other core.</summary>
    Modified,
}
