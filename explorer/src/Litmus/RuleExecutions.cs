using System.Globalization;
using Sim.CacheModel;

namespace Sim.Explorer.Litmus;

/// <summary>All outcomes of a litmus test under a model that is given as memory rules.</summary>
/// <remarks>
/// A recovery is explored from every distinct content of memory that a crash of the program can leave: it is a program of its
/// own, with as many threads as it likes. What it reads is persistent (semantics of a restart: empty buffers, empty history).
/// </remarks>
internal sealed class RuleExecutions : ILitmusExecutions
{
    private readonly LitmusTest _test;
    private readonly CancellationToken _stop;
    private readonly LitmusExploration _program;
    private readonly LitmusExploration? _recovery;
    private readonly OutcomeCollector _outcomes;
    private readonly long[] _initial;

    /// <summary>Explores a test.</summary>
    /// <param name="test">The test.</param>
    /// <param name="model">The model.</param>
    /// <param name="stop">Cuts the exploration short.</param>
    public RuleExecutions(LitmusTest test, PersistencyModel model, CancellationToken stop)
        : this(test, new LitmusExploration(model, test.Threads.Count, LineCount(test)),
            test.Recovery.Count == 0 ? null : new LitmusExploration(model, test.Recovery.Count, LineCount(test)), stop)
    {
    }

    /// <summary>Explores a test with tables that are used for more than one.</summary>
    /// <param name="test">The test.</param>
    /// <param name="program">Explores programs with the test's number of threads.</param>
    /// <param name="recovery">Explores recoveries; null where the test has none.</param>
    /// <param name="stop">Cuts the exploration short.</param>
    public RuleExecutions(LitmusTest test, LitmusExploration program, LitmusExploration? recovery, CancellationToken stop)
    {
        _test = test;
        _program = program;
        _recovery = recovery;
        _stop = stop;
        _initial = [.. test.Locations.Select(location => location.Initial)];
        _outcomes = new OutcomeCollector(test.Observables, test.Kind is LitmusKind.Crash or LitmusKind.Crash2);
        LoadProgram();
        if (recovery is null)
        {
            Explore(program, _outcomes);
            return;
        }
        ImageCollector images = new();
        Explore(program, images);
        foreach (long[] image in images.Images)
        {
            LoadRecovery(image);
            Explore(recovery, _outcomes);
        }
    }

    /// <inheritdoc/>
    public IReadOnlySet<string> Outcomes => _outcomes.Texts;

    /// <inheritdoc/>
    public long StateCount { get; private set; }

    /// <inheritdoc/>
    public long TransitionCount { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Witness(string outcome)
    {
        LoadProgram();
        OutcomeCollector wanted = new(_test.Observables, _outcomes.SeesCrashes) { Wanted = outcome };
        if (_recovery is null)
        {
            IReadOnlyList<string> steps = _program.Witness(wanted, _stop);
            return wanted.SeesCrashes ? [.. steps, $"crash, memory holds {outcome}"] : steps;
        }
        ImageCollector images = new();
        _program.Explore(images, _stop);
        foreach (long[] image in images.Images)
        {
            LoadRecovery(image);
            wanted.Restart();
            _recovery.Explore(wanted, _stop);
            if (!wanted.IsDone) { continue; }
            wanted.Restart();
            IReadOnlyList<string> after = _recovery.Witness(wanted, _stop);
            LoadProgram();
            IReadOnlyList<string> before = _program.Witness(new ImageCollector { Wanted = image }, _stop);
            string second = wanted.SeesCrashes ? $"crash, memory holds {outcome}" : $"in the end {outcome}";
            return [.. before, $"crash, memory holds {Text(image)}", .. after, second];
        }
        throw new ArgumentException($"{outcome} is no outcome of {_test.Name}", nameof(outcome));
    }

    private static int LineCount(LitmusTest test) => 1 + test.Locations.Max(location => location.Line);

    private void Explore(LitmusExploration exploration, ILitmusObserver observer)
    {
        exploration.Explore(observer, _stop);
        StateCount += exploration.StateCount;
        TransitionCount += exploration.TransitionCount;
    }

    private void LoadProgram() => _program.Load(_test.Threads, _test.Locations, _initial, IsObserved(isRecovery: false));

    private void LoadRecovery(long[] image) => _recovery!.Load(_test.Recovery, _test.Locations, image, IsObserved(isRecovery: true));

    private Func<int, int, bool> IsObserved(bool isRecovery) => (thread, register) => _test.Observables.Any(observable =>
        observable.Thread == thread && observable.Register == register && observable.IsRecovery == isRecovery);

    private string Text(long[] image) => LitmusOutcome.Join(_test.Locations
        .Select((location, index) => (location, index))
        .Where(pair => !pair.location.IsVolatile)
        .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.location.Name}={image[pair.index]}")));
}
