namespace Sim.Simulator.Calibration;

/// <summary>What a microbenchmark's thread does next.</summary>
internal enum AccessKind
{
    /// <summary>A load that nothing waits for.</summary>
    Load,

    /// <summary>A load whose value the next access needs.</summary>
    DependentLoad,

    /// <summary>A line written past the caches.</summary>
    NonTemporalStore,

    /// <summary>A store that misses the caches, whose line stays there and displaces another modified one.</summary>
    Store,

    /// <summary>A store that misses the caches and is flushed at once.</summary>
    StoreFlush,

    /// <summary>A store that misses the caches; a later <see cref="Flush"/> writes the line back.</summary>
    StoreForFlush,

    /// <summary>A flush of a line that is modified in the caches.</summary>
    Flush,

    /// <summary>An sfence: later stores may ask for their lines meanwhile.</summary>
    StoreFence,

    /// <summary>An mfence: nothing passes it.</summary>
    FullFence,

    /// <summary>Nothing, until the time in <see cref="Access.Value"/>.</summary>
    WaitUntil,

    /// <summary>The thread has nothing left to do.</summary>
    End,
}

/// <summary>One step of a microbenchmark's thread.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Value">The line, or the time.</param>
internal readonly record struct Access(AccessKind Kind, long Value = 0);

/// <summary>The program of one thread of a microbenchmark.</summary>
internal interface IAccessProgram
{
    /// <summary>The next step; asked for when the step before has issued, or, if it blocks, is complete.</summary>
    /// <param name="now">The time, in picoseconds.</param>
    Access Next(long now);
}
