namespace Sim.Simulator.Mutation;

/// <summary>How a seeded defect changes the stream of memory events; sites are chosen by label or by location.</summary>
public enum MutationOperator
{
    /// <summary>The flushes at the site do not happen.</summary>
    DropFlush,

    /// <summary>The fences at the site do not happen.</summary>
    DropFence,

    /// <summary>The flushes and fences at the site do not happen.</summary>
    DropPersist,

    /// <summary>The stores at the site do not happen.</summary>
    DropStore,

    /// <summary>
    /// The stores at the site are held back until the first event with the other label has happened, or, without one,
    /// until the operation ends: a commit before its data, a flush before its store.
    /// </summary>
    DelayStore,

    /// <summary>A store at the site and the store directly behind it change places.</summary>
    SwapStores,

    /// <summary>A store at the site happens in two steps: its lowest byte, then all of it.</summary>
    SplitStore,

    /// <summary>The flushes and fences at the site happen only after the next store or locked instruction: publish before persist.</summary>
    DelayFlush,

    /// <summary>A range flush at the site covers only its first line.</summary>
    FlushFirstLineOnly,

    /// <summary>A range flush at the site skips its first line.</summary>
    SkipFirstLine,

    /// <summary>A range flush at the site steps by 64 bytes from its unaligned start and may miss the last line.</summary>
    FlushUnaligned,

    /// <summary>The flushes at the site write back the pool's first line instead: the flush of a wrong address.</summary>
    FlushWrongAddress,

    /// <summary>Nothing at the site happens, neither stores nor flushes nor fences: a step, such as a snapshot, is left out.</summary>
    DropStep,

    /// <summary>What happens at the site happens only after the next store elsewhere: a snapshot after the write.</summary>
    DelayStep,

    /// <summary>The flushes at the site happen twice: correct, but slower.</summary>
    RepeatFlush,

    /// <summary>The fences at the site happen twice: correct, but slower.</summary>
    RepeatFence,

    /// <summary>The whole pool starts some bytes behind a line's start, so that objects meant for one line straddle two.</summary>
    ShiftPool,
}

/// <summary>A seeded defect: a structure with it is wrong, and the explorer must show how.</summary>
/// <param name="Name">The name on the command line: <c>no-commit-flush</c>.</param>
/// <param name="Description">What is wrong, and where such a defect was seen, in one sentence.</param>
/// <param name="Operator">How the events change.</param>
/// <param name="Label">The label of the sites that change.</param>
/// <param name="Until">For <see cref="MutationOperator.DelayStore"/>: the label of the event to wait for.</param>
public sealed record Mutant(string Name, string Description, MutationOperator Operator, string Label, string Until = "")
{
    /// <summary>The one source line that changes, whatever its label: file name and line, as in <c>Cceh.cs:57</c>; empty for all with the label.</summary>
    public string Location { get; init; } = "";

    /// <summary>For <see cref="MutationOperator.ShiftPool"/>: by how many bytes, a multiple of 16 below 64.</summary>
    public int ShiftBytes { get; init; }

    /// <summary>Whether the defect costs time and breaks nothing.</summary>
    public bool IsHarmless => Operator is MutationOperator.RepeatFlush or MutationOperator.RepeatFence;

    /// <summary>Whether it takes a crash, a recovery and a second crash after more operations to show the defect.</summary>
    public bool NeedsSecondLife { get; init; }

    /// <summary>Why no bounded exploration can tell the mutant from the correct structure; empty where it must be found.</summary>
    public string Equivalent { get; init; } = "";
}
