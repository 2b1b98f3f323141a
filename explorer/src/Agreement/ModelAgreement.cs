using Sim.Explorer.Axiomatic;
using Sim.Explorer.Litmus;
using Sim.Simulator;

namespace Sim.Explorer.Agreement;

/// <summary>Compares the operational with the axiomatic outcome set of generated programs, on all cores.</summary>
/// <remarks>What is reported does not depend on how many workers there are, unless the comparison is cut short.</remarks>
public sealed class ModelAgreement
{
    private const int MaxThreadChoices = 1_000_000;
    private const int RandomBlock = 256;

    private readonly string _model;
    private readonly LitmusArchitecture _architecture;
    private readonly LitmusKind _kind;
    private readonly IReadOnlyList<InstructionKind> _kinds;
    private readonly int _workerCount;
    private readonly Lock _lock = new();
    private long _programCount;
    private long _failedCount;
    private ProgramLetter[][]? _smallest;

    /// <summary>Prepares comparisons.</summary>
    /// <param name="model">The model's key.</param>
    /// <param name="workerCount">How many workers; 0 for one per core.</param>
    /// <exception cref="InputException">One of the two implementations does not know the model.</exception>
    public ModelAgreement(string model, int workerCount = 0)
    {
        if (!Models.Contains(model)) { throw InputException.Unknown("model with programs to generate", model, Models); }
        _model = model;
        _architecture = LitmusNames.ArchitectureByName.Values.First(architecture => LitmusNames.ModelsOf(architecture).Contains(model));
        _kind = model is "tso" or "armv8" ? LitmusKind.Final : LitmusKind.Crash;
        _kinds = InstructionKind.Of(_architecture);
        _workerCount = workerCount > 0 ? workerCount : Environment.ProcessorCount;
    }

    /// <summary>The models that have both implementations and instructions to generate.</summary>
    public static IReadOnlyList<string> Models { get; } =
    [
        .. LitmusNames.ArchitectureByName.Values.Where(architecture => InstructionKind.Of(architecture).Count > 0)
            .SelectMany(LitmusNames.ModelsOf).Where(AxiomaticJudge.Supports),
    ];

    /// <summary>How many programs there are up to a bound, one of each class of programs that differ in names only.</summary>
    /// <param name="threadCount">Threads of a program, at most.</param>
    /// <param name="instructionCount">Instructions of a thread, at most.</param>
    /// <exception cref="InputException">The bound is too large.</exception>
    public long Count(int threadCount, int instructionCount)
    {
        ProgramSpace space = SpaceOf(threadCount, instructionCount);
        long count = 0;
        for (int first = 0; first < space.ThreadChoiceCount; first++)
        {
            if (space.Begins(first)) { space.VisitFrom(first, _ => ++count > 0); }
        }
        return count;
    }

    /// <summary>Compares every program up to a bound.</summary>
    /// <param name="threadCount">Threads of a program, at most.</param>
    /// <param name="instructionCount">Instructions of a thread, at most.</param>
    /// <param name="progress">Told now and then how many programs were compared; may be null.</param>
    /// <param name="stop">Cuts the comparison short.</param>
    /// <exception cref="InputException">The bound is too large to list all threads.</exception>
    public AgreementReport Exhaust(int threadCount, int instructionCount, Action<long>? progress = null, CancellationToken stop = default)
    {
        ProgramSpace space = SpaceOf(threadCount, instructionCount);
        int[] firsts = [.. Enumerable.Range(0, space.ThreadChoiceCount).Where(space.Begins)];
        return Compare(firsts.Length, (block, compare) => space.VisitFrom(firsts[block], program =>
        {
            compare([.. program.Select(thread => space.Thread(thread).ToArray())]);
            return !stop.IsCancellationRequested;
        }), progress, stop);
    }

    /// <summary>Compares programs drawn at random.</summary>
    /// <param name="threadCount">Threads of each program.</param>
    /// <param name="instructionCount">Instructions of each thread.</param>
    /// <param name="count">How many programs.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="progress">Told now and then how many programs were compared; may be null.</param>
    /// <param name="stop">Cuts the comparison short.</param>
    public AgreementReport Sample(int threadCount, int instructionCount, long count, ulong seed, Action<long>? progress = null, CancellationToken stop = default)
    {
        RandomPrograms programs = new(_kinds, threadCount, instructionCount, seed);
        long blockCount = (count + RandomBlock - 1) / RandomBlock;
        return Compare(blockCount, (block, compare) =>
        {
            for (long number = block * RandomBlock; number < Math.Min(count, (block + 1) * RandomBlock) && !stop.IsCancellationRequested; number++)
            {
                compare(programs.Program(number));
            }
        }, progress, stop);
    }

    private ProgramSpace SpaceOf(int threadCount, int instructionCount) =>
        ProgramSpace.ThreadChoices(_kinds, instructionCount) <= MaxThreadChoices
            ? new ProgramSpace(_kinds, threadCount, instructionCount)
            : throw new InputException($"threads of {instructionCount} instructions are too many to list, expected --limit N for random ones");

    private AgreementReport Compare(long blockCount, Action<long, Action<ProgramLetter[][]>> visitBlock, Action<long>? progress, CancellationToken stop)
    {
        (_programCount, _failedCount, _smallest) = (0, 0, null);
        long nextBlock = -1;
        Task[] workers = [.. Enumerable.Range(0, _workerCount).Select(_ => Task.Factory.StartNew(
            () =>
            {
                OperationalOutcomes machine = new(_model);
                for (long block = Interlocked.Increment(ref nextBlock); block < blockCount && !stop.IsCancellationRequested; block = Interlocked.Increment(ref nextBlock))
                {
                    visitBlock(block, program => CompareOne(program, machine, progress));
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Task.WhenAll(workers).GetAwaiter().GetResult();
        return new AgreementReport(_model, _programCount, _failedCount, IsComplete: !stop.IsCancellationRequested, Shrink());
    }

    private void CompareOne(ProgramLetter[][] program, OperationalOutcomes machine, Action<long>? progress)
    {
        bool agrees = Differ(program, machine) is null;
        long count = Interlocked.Increment(ref _programCount);
        if (progress is not null && (count & 0x3FF) == 0) { progress(count); }
        if (agrees) { return; }
        lock (_lock)
        {
            _failedCount++;
            if (_smallest is null || Order(program).CompareTo(Order(_smallest)) < 0) { _smallest = program; }
        }
    }

    private Disagreement? Differ(ProgramLetter[][] program, OperationalOutcomes machine)
    {
        LitmusTest test = GeneratedTest.Of(_architecture, _kind, program);
        if (test.Threads.Count == 0) { return null; }
        IReadOnlySet<string> operational = machine.Of(test, CancellationToken.None);
        IReadOnlySet<string> axiomatic = AxiomaticJudge.Outcomes(test, _model);
        return operational.SetEquals(axiomatic) ? null : Disagreement.Of(test, _model, operational, axiomatic);
    }

    /// <summary>Fewer instructions first; then the text decides, whoever found it.</summary>
    private (int, string) Order(ProgramLetter[][] program) =>
        (program.Sum(thread => thread.Length), LitmusPrinter.Print(GeneratedTest.Of(_architecture, _kind, program)));

    /// <summary>Leaves out instructions one by one as long as the two sides still differ.</summary>
    private Disagreement? Shrink()
    {
        if (_smallest is null) { return null; }
        OperationalOutcomes machine = new(_model);
        ProgramLetter[][] program = _smallest;
        Disagreement found = Differ(program, machine)!;
        bool shrank = true;
        while (shrank)
        {
            shrank = false;
            for (int thread = 0; thread < program.Length && !shrank; thread++)
            {
                for (int i = 0; i < program[thread].Length && !shrank; i++)
                {
                    ProgramLetter[][] smaller = [.. program];
                    smaller[thread] = [.. program[thread].Where((_, index) => index != i)];
                    if (RandomPrograms.IsPossible(smaller[thread]) && Differ(smaller, machine) is { } still)
                    {
                        (program, found, shrank) = (smaller, still, true);
                    }
                }
            }
        }
        return found;
    }
}

/// <summary>What a comparison found.</summary>
/// <param name="Model">The model's key.</param>
/// <param name="ProgramCount">Programs compared.</param>
/// <param name="FailedCount">Programs whose two outcome sets differ.</param>
/// <param name="IsComplete">Whether all programs asked for were compared.</param>
/// <param name="Smallest">A minimal program whose outcome sets differ, or null.</param>
public sealed record AgreementReport(string Model, long ProgramCount, long FailedCount, bool IsComplete, Disagreement? Smallest);
