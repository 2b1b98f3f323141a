namespace Sim.Simulator.Mutation;

/// <summary>How a seeded defect changes the stream of memory events; sites are chosen by label.</summary>
public enum MutationOperator
{
    /// <summary>The flushes with the label do not happen.</summary>
    DropFlush,

    /// <summary>The fences with the label do not happen.</summary>
    DropFence,

    /// <summary>The flushes and fences with the label do not happen.</summary>
    DropPersist,

    /// <summary>The stores with the label do not happen.</summary>
    DropStore,

    /// <summary>
    /// The stores with the label are held back until the first event with the other label has happened, or, without one,
    /// until the operation ends: a commit before its data, a flush before its store.
    /// </summary>
    DelayStore,

    /// <summary>A range flush with the label covers only its first line.</summary>
    FlushFirstLineOnly,

    /// <summary>A range flush with the label skips its first line.</summary>
    SkipFirstLine,

    /// <summary>A range flush with the label steps by 64 bytes from its unaligned start and may miss the last line.</summary>
    FlushUnaligned,

    /// <summary>The flushes with the label write back the pool's first line instead: the flush of a wrong address.</summary>
    FlushWrongAddress,
}

/// <summary>A seeded defect: a structure with it is wrong, and the explorer must show how.</summary>
/// <param name="Name">The name on the command line: <c>no-commit-flush</c>.</param>
/// <param name="Description">What is wrong, and where such a defect was seen, in one sentence.</param>
/// <param name="Operator">How the events change.</param>
/// <param name="Label">The label of the sites that change.</param>
/// <param name="Until">For <see cref="MutationOperator.DelayStore"/>: the label of the event to wait for.</param>
public sealed record Mutant(string Name, string Description, MutationOperator Operator, string Label, string Until = "");
