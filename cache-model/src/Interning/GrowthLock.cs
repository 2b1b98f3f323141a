using System.Diagnostics.CodeAnalysis;

namespace Sim.CacheModel;

/// <summary>Says whether the tables that share it may grow.</summary>
/// <remarks>
/// A table is written by one thread only; while several threads read it, it is locked. A thread that needs an entry that the
/// table lacks is then told so by <see cref="TableLockedException"/>, gives its step up, and leaves it to the writer. So
/// reading takes no lock and no atomic instruction, and numbers are given in an order that no schedule of threads can change.
/// </remarks>
public sealed class GrowthLock
{
    /// <summary>Whether the tables are locked; set only while no other thread uses them.</summary>
    public bool IsLocked { get; set; }

    /// <summary>How often a table has grown.</summary>
    public long GrowthCount { get; private set; }

    /// <summary>Called before a table grows.</summary>
    /// <exception cref="TableLockedException">The tables are locked.</exception>
    public void Demand()
    {
        if (IsLocked) { Refuse(); }
        GrowthCount++;
    }

    [DoesNotReturn]
    private static void Refuse() => throw new TableLockedException();
}

/// <summary>A step needs an entry that a locked table does not have; the step must be taken again by the thread that may write.</summary>
public sealed class TableLockedException : Exception
{
    /// <summary>Creates the exception.</summary>
    public TableLockedException()
        : base("a locked table was asked for an entry that it does not have")
    {
    }
}
