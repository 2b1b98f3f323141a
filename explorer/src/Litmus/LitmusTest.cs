namespace Sim.Explorer.Litmus;

/// <summary>What an outcome of a litmus test is.</summary>
public enum LitmusKind
{
    /// <summary>The persistent locations right after a crash at any moment.</summary>
    Crash,

    /// <summary>Registers and locations after every thread has ended and every buffer is drained.</summary>
    Final,

    /// <summary>Registers of the recovery and the locations after it, following a crash at any moment.</summary>
    Recover,

    /// <summary>The persistent locations after a crash of the program and a crash of the recovery.</summary>
    Crash2,
}

/// <summary>Which instructions a litmus test uses.</summary>
public enum LitmusArchitecture
{
    /// <summary>x86.</summary>
    X86,

    /// <summary>Armv8.</summary>
    Arm,

    /// <summary>Sequentially consistent stores and loads with persist barriers.</summary>
    Epoch,

    /// <summary>CXL0.</summary>
    Cxl,

    /// <summary>One RDMA initiator and one responder.</summary>
    Rdma,
}

/// <summary>A location: one persist word.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Initial">Its initial value.</param>
/// <param name="Line">The index of its cache line.</param>
/// <param name="Word">Its index in the line.</param>
/// <param name="IsVolatile">Whether it lies in ordinary memory: lost at a crash, absent from crash outcomes.</param>
/// <param name="Owner">CXL: the machine that owns it; else null.</param>
public sealed record LitmusLocation(string Name, long Initial, int Line, int Word, bool IsVolatile = false, string? Owner = null);

/// <summary>Something that an outcome tells.</summary>
/// <param name="Name">As in outcome tuples: <c>x</c>, <c>1:r2</c>, <c>R0:r1</c>.</param>
/// <param name="Location">The index of the location, or -1 for a register.</param>
/// <param name="Thread">The index of the thread, or -1 for a location.</param>
/// <param name="Register">The register's number, or 0.</param>
/// <param name="IsRecovery">Whether the thread belongs to the recovery.</param>
public sealed record LitmusObservable(string Name, int Location, int Thread = -1, int Register = 0, bool IsRecovery = false);

/// <summary>What a test says of a model.</summary>
/// <param name="Model">The model's key.</param>
/// <param name="IsAllowed">Whether some outcome satisfies the condition.</param>
/// <param name="IsPublished">Whether the cited source decides it directly.</param>
/// <param name="Remark">Source or remark; may be empty.</param>
/// <param name="Line">The line of the file, from 1.</param>
public sealed record LitmusVerdict(string Model, bool IsAllowed, bool IsPublished, string Remark, int Line);

/// <summary>A litmus test: a small program, and which outcomes each model allows.</summary>
/// <remarks>
/// Shared by the operational runner and by the axiomatic judge, which otherwise have no code in common. An outcome is a text:
/// <c>NAME=VALUE</c> of every observable in order, joined by commas; <c>-</c> is the value of a register that was never written.
/// </remarks>
public sealed record LitmusTest
{
    /// <summary>The test's name.</summary>
    public required string Name { get; init; }

    /// <summary>The family it belongs to.</summary>
    public string Family { get; init; } = "";

    /// <summary>Which instructions it uses.</summary>
    public required LitmusArchitecture Architecture { get; init; }

    /// <summary>What an outcome is.</summary>
    public required LitmusKind Kind { get; init; }

    /// <summary>One line of English.</summary>
    public string Title { get; init; } = "";

    /// <summary>The locations, sorted by name (ordinal).</summary>
    public required IReadOnlyList<LitmusLocation> Locations { get; init; }

    /// <summary>CXL: the machines whose memory is volatile.</summary>
    public IReadOnlyList<string> VolatileMachines { get; init; } = [];

    /// <summary>The threads.</summary>
    public required IReadOnlyList<LitmusThread> Threads { get; init; }

    /// <summary>The threads that run after the crash; empty unless the kind has a recovery.</summary>
    public IReadOnlyList<LitmusThread> Recovery { get; init; } = [];

    /// <summary>What outcomes tell, in order.</summary>
    public required IReadOnlyList<LitmusObservable> Observables { get; init; }

    /// <summary>The condition that verdicts speak about.</summary>
    public required LitmusCondition Exists { get; init; }

    /// <summary>The verdicts, in the file's order.</summary>
    public IReadOnlyList<LitmusVerdict> Verdicts { get; init; } = [];

    /// <summary>The complete outcome sets by model, where the file gives them; each outcome as text.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Outcomes { get; init; } = new Dictionary<string, IReadOnlySet<string>>();

    /// <summary>Free text.</summary>
    public string Note { get; init; } = "";
}
