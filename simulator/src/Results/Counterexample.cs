namespace Sim.Simulator.Results;

/// <summary>One violating execution, complete enough to replay and to draw.</summary>
public sealed record Counterexample
{
    /// <summary>The format's version; files of another version are refused.</summary>
    public const int CurrentVersion = 2;

    /// <summary>The format's version.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The structure's name.</summary>
    public required string Structure { get; init; }

    /// <summary>The seeded defect, or null.</summary>
    public string? Mutant { get; init; }

    /// <summary>The platform's name.</summary>
    public required string Platform { get; init; }

    /// <summary>The persistency model.</summary>
    public required string Model { get; init; }

    /// <summary>Threads of the exploration.</summary>
    public required int Threads { get; init; }

    /// <summary>Operations per thread of the exploration.</summary>
    public required int Ops { get; init; }

    /// <summary>Keys of the exploration.</summary>
    public required int Keys { get; init; }

    /// <summary>Bound on crashes inside recovery of the exploration.</summary>
    public int NestedCrashes { get; init; } = 1;

    /// <summary>By how many bytes the structure's objects were moved.</summary>
    public int ShiftBytes { get; init; }

    /// <summary>For how many operations the pool was made; addresses depend on it.</summary>
    public int PoolOperations { get; init; }

    /// <summary>The workload's name.</summary>
    public required string Workload { get; init; }

    /// <summary>The workload itself: replay does not depend on what the structure proposes.</summary>
    public required Workload Program { get; init; }

    /// <summary>Sites whose flush or fence was switched off, by name.</summary>
    public IReadOnlyList<string> ElidedSites { get; init; } = [];

    /// <summary>The property that is violated.</summary>
    public required string Property { get; init; }

    /// <summary>What happened, in one sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>The operations of each thread, as text.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Operations { get; init; }

    /// <summary>The steps of all threads in execution order, up to the crash.</summary>
    public required IReadOnlyList<ExecutionStep> Steps { get; init; }

    /// <summary>What store buffers and memory hold at the start and after each step, each as changes; empty where it was not recorded.</summary>
    public IReadOnlyList<StepMemory> Memory { get; init; } = [];

    /// <summary>The lines of memory in which the crash can lose something.</summary>
    public required IReadOnlyList<CrashedLine> Lines { get; init; }

    /// <summary>What recovery did, in order; a second crash inside it appears as a step of kind <c>crash</c>.</summary>
    public required IReadOnlyList<ExecutionStep> Recovery { get; init; }

    /// <summary>The recovered abstract state, or what went wrong instead.</summary>
    public required string Recovered { get; init; }

    /// <summary>The abstract states that would have been correct.</summary>
    public required IReadOnlyList<string> Allowed { get; init; }

    /// <summary>The scheduling choices, for replay: 256 times the thread, plus 0 to issue its next event or 1 + i to drain buffer entry i.</summary>
    public required IReadOnlyList<int> Schedule { get; init; }
}

/// <summary>One step of an execution.</summary>
/// <param name="Thread">The thread, from 0; -1 for recovery.</param>
/// <param name="Kind">
/// <c>begin</c>, <c>return</c>, <c>load</c>, <c>store</c>, <c>ntstore</c>, <c>cas</c>, <c>clwb</c>, <c>clflushopt</c>,
/// <c>clflush</c>, <c>sfence</c>, <c>mfence</c>, <c>wait</c>, <c>drain</c> (a buffered store becomes visible), <c>crash</c>.
/// </param>
/// <param name="Text">The step for people: <c>store 0x140 = 7</c>, <c>insert(1, 10)</c>, <c>returns 1</c>.</param>
/// <param name="Label">The persist step's label; may be empty.</param>
/// <param name="Location">Source file name and line, or empty.</param>
/// <param name="Line">The index of the cache line concerned, or -1.</param>
public sealed record ExecutionStep(int Thread, string Kind, string Text, string Label, string Location, int Line);

/// <summary>A line of memory at the crash.</summary>
/// <param name="Line">Its index; the address is 64 times that.</param>
/// <param name="ReadByRecovery">Whether recovery read it before the violation.</param>
/// <param name="Words">Its words that a crash can leave in more than one way, in address order.</param>
public sealed record CrashedLine(int Line, bool ReadByRecovery, IReadOnlyList<CrashedWord> Words);

/// <summary>An 8-byte word at the crash.</summary>
/// <param name="Address">Offset of the word in the mapping, in bytes.</param>
/// <param name="Before">
/// The oldest value that the crash could leave (hexadecimal): the last one that was certainly persistent, unless the word's
/// line has come back to that content since.
/// </param>
/// <param name="Visible">The newest visible value at the crash (hexadecimal).</param>
/// <param name="Persisted">The value in the crash image (hexadecimal).</param>
/// <param name="Lost">Whether the image lacks the newest visible value.</param>
public sealed record CrashedWord(long Address, string Before, string Visible, string Persisted, bool Lost);
