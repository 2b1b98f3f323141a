namespace Sim.Explorer.Litmus;

/// <summary>A machine that executes the threads of a litmus test: states are vectors of ints, steps are choices.</summary>
/// <remarks>
/// Equal vectors are equal states, so that <see cref="ProgramSearch"/> can search them. A machine reads and writes the vectors
/// it is given and keeps no state of its own beyond tables of interned things.
/// </remarks>
internal interface IProgramMachine
{
    /// <summary>How many ints a state has.</summary>
    int Length { get; }

    /// <summary>Writes the initial state.</summary>
    /// <param name="state">The state, all zeros before.</param>
    /// <param name="memory">The value of each location.</param>
    void Start(Span<int> state, IReadOnlyList<long> memory);

    /// <summary>Lists the steps that are possible, in a fixed order.</summary>
    void ListChoices(ReadOnlySpan<int> state, List<int> choices);

    /// <summary>Takes a step.</summary>
    void Step(Span<int> state, int choice);

    /// <summary>Whether every thread has ended and nothing is left to drain. A state from which none such can be reached is no execution.</summary>
    bool IsComplete(ReadOnlySpan<int> state);

    /// <summary>Whether the crash images of the state are to be taken; those of all others are contained in those of such states.</summary>
    bool IsCrashPoint(ReadOnlySpan<int> state);

    /// <summary>What a register of a thread holds, or null where it was never written and the architecture shows that.</summary>
    long? Register(ReadOnlySpan<int> state, int thread, int register);

    /// <summary>The value of a location that a load would return when all has drained.</summary>
    long Value(ReadOnlySpan<int> state, int location);

    /// <summary>The number of the set of values that a crash of the whole system may leave in a location, whatever it leaves in others.</summary>
    int CrashSet(ReadOnlySpan<int> state, int location);

    /// <summary>The values of a crash set.</summary>
    IReadOnlyList<long> ValuesOf(int crashSet);

    /// <summary>A step in words, for witnesses.</summary>
    /// <param name="state">The state before it.</param>
    /// <param name="choice">The step.</param>
    string Describe(ReadOnlySpan<int> state, int choice);
}
