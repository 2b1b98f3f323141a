using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Explorer.Litmus;

/// <summary>All outcomes of a litmus test on a machine of its own (Arm, CXL0, RDMA), each with a shortest execution that shows it.</summary>
internal sealed class ProgramExecutions : ILitmusExecutions
{
    private readonly LitmusTest _test;
    private readonly Func<IReadOnlyList<LitmusThread>, bool, IProgramMachine> _machineFor;
    private readonly bool _observesRegistersAtCrash;
    private readonly CancellationToken _stop;
    private readonly Dictionary<string, Func<IReadOnlyList<string>>> _witnesses = new(StringComparer.Ordinal);

    private ProgramExecutions(
        LitmusTest test, Func<IReadOnlyList<LitmusThread>, bool, IProgramMachine> machineFor, LitmusKind kind, bool observesRegistersAtCrash,
        CancellationToken stop)
    {
        _test = test;
        _machineFor = machineFor;
        _observesRegistersAtCrash = observesRegistersAtCrash;
        _stop = stop;
        long[] initial = [.. test.Locations.Select(location => location.Initial)];
        IProgramMachine machine = machineFor(test.Threads, kind != LitmusKind.Final);
        ProgramSearch search = Search(machine, initial);
        switch (kind)
        {
            case LitmusKind.Final: AddFinal(machine, search, []); break;
            case LitmusKind.Crash: AddCrashes(machine, search, []); break;
            default: AddRecoveries(machine, search, kind); break;
        }
    }

    /// <inheritdoc/>
    public IReadOnlySet<string> Outcomes => _witnesses.Keys.ToHashSet(StringComparer.Ordinal);

    /// <inheritdoc/>
    public long StateCount { get; private set; }

    /// <inheritdoc/>
    public long TransitionCount { get; private set; }

    /// <summary>Runs a test.</summary>
    /// <param name="test">The test: of arch arm, cxl or rdma.</param>
    /// <param name="model">The key of a model of its architecture.</param>
    /// <param name="stop">Cuts the search short.</param>
    /// <exception cref="InputException">The program is not one of the architecture.</exception>
    public static ProgramExecutions Of(LitmusTest test, string model, CancellationToken stop = default) => test.Architecture switch
    {
        LitmusArchitecture.Arm => new ProgramExecutions(
            test, (threads, crashes) => new ArmMachine(threads, test.Locations, crashes, Observes(test, threads)), test.Kind, false, stop),
        // A crash of a machine is an instruction: an outcome is what the survivors have and see in the end.
        LitmusArchitecture.Cxl => new ProgramExecutions(
            test, (threads, crashes) => new CxlMachine(test, threads, VariantOf(model), crashes), test.Kind == LitmusKind.Crash ? LitmusKind.Final : test.Kind, false, stop),
        _ => new ProgramExecutions(
            test, (threads, _) => new RdmaMachine(threads, test.Locations, model == "rdma-direct"), test.Kind, observesRegistersAtCrash: true, stop),
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> Witness(string outcome) => _witnesses[outcome]();

    private static CxlVariant VariantOf(string model) => model switch
    {
        "cxl0-psn" => CxlVariant.Poisons,
        "cxl0-lwb" => CxlVariant.LoadWritesBack,
        _ => CxlVariant.Base,
    };

    private static Func<int, int, bool> Observes(LitmusTest test, IReadOnlyList<LitmusThread> threads)
    {
        bool isRecovery = ReferenceEquals(threads, test.Recovery);
        return (thread, register) => test.Observables.Any(observable =>
            observable.Location < 0 && observable.IsRecovery == isRecovery && observable.Thread == thread && observable.Register == register);
    }

    private ProgramSearch Search(IProgramMachine machine, IReadOnlyList<long> memory)
    {
        ProgramSearch search = new(machine, memory, _stop);
        StateCount += search.StateCount;
        TransitionCount += search.TransitionCount;
        return search;
    }

    private void AddFinal(IProgramMachine machine, ProgramSearch search, IReadOnlyList<string> before)
    {
        foreach (int state in search.Executions)
        {
            if (!machine.IsComplete(search[state])) { continue; }
            List<string> parts = [];
            foreach (LitmusObservable observable in _test.Observables)
            {
                parts.Add(LitmusOutcome.Of(observable, observable.Location >= 0
                    ? machine.Value(search[state], observable.Location)
                    : machine.Register(search[state], observable.Thread, observable.Register)));
            }
            Add(LitmusOutcome.Join(parts), search, state, before, "in the end");
        }
    }

    private void AddCrashes(IProgramMachine machine, ProgramSearch search, IReadOnlyList<string> before)
    {
        SequenceTable seen = new();
        foreach (int state in search.Executions)
        {
            if (!machine.IsCrashPoint(search[state])) { continue; }
            IReadOnlyList<long?>[] choices = [.. _test.Observables.Select(observable => Possible(machine, search[state], observable))];
            if (!IsNew(seen, choices)) { continue; }
            foreach (long?[] values in Product(choices))
            {
                Add(LitmusOutcome.Join(_test.Observables.Zip(values, LitmusOutcome.Of)), search, state, before, "crash, memory holds");
            }
        }
    }

    private void AddRecoveries(IProgramMachine machine, ProgramSearch search, LitmusKind kind)
    {
        IProgramMachine recovery = _machineFor(_test.Recovery, kind == LitmusKind.Crash2);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (int state in search.Executions)
        {
            if (!machine.IsCrashPoint(search[state])) { continue; }
            IReadOnlyList<long?>[] choices = [.. _test.Locations.Select((location, index) => Remains(machine, search[state], location, index))];
            foreach (long?[] image in Product(choices))
            {
                string text = LitmusOutcome.Join(image.Select((value, index) => $"{_test.Locations[index].Name}={value}"));
                if (!seen.Add(text)) { continue; }
                List<string> before = [.. search.StepsTo(state), $"crash, memory holds {text}"];
                ProgramSearch recoverySearch = Search(recovery, [.. image.Select(value => value!.Value)]);
                if (kind == LitmusKind.Recover) { AddFinal(recovery, recoverySearch, before); }
                else { AddCrashes(recovery, recoverySearch, before); }
            }
        }
    }

    private IReadOnlyList<long?> Possible(IProgramMachine machine, ReadOnlySpan<int> state, LitmusObservable observable)
    {
        if (observable.Location >= 0) { return Remains(machine, state, _test.Locations[observable.Location], observable.Location); }
        return [_observesRegistersAtCrash ? machine.Register(state, observable.Thread, observable.Register) : null];
    }

    private static IReadOnlyList<long?> Remains(IProgramMachine machine, ReadOnlySpan<int> state, LitmusLocation location, int index) =>
        location.IsVolatile ? [location.Initial] : [.. machine.ValuesOf(machine.CrashSet(state, index)).Select(value => (long?)value)];

    private static bool IsNew(SequenceTable seen, IReadOnlyList<long?>[] choices)
    {
        List<int> key = [];
        foreach (IReadOnlyList<long?> values in choices)
        {
            key.Add(values.Count);
            foreach (long? value in values) { key.AddRange([value is null ? 0 : 1, (int)((value ?? 0) >> 32), (int)(value ?? 0)]); }
        }
        int known = seen.Count;
        return seen.Intern(key.ToArray()) == known;
    }

    private static IEnumerable<long?[]> Product(IReadOnlyList<long?>[] choices)
    {
        int[] picks = new int[choices.Length];
        while (true)
        {
            yield return [.. choices.Select((values, index) => values[picks[index]])];
            int at = choices.Length - 1;
            while (at >= 0 && ++picks[at] == choices[at].Count) { picks[at--] = 0; }
            if (at < 0) { yield break; }
        }
    }

    private void Add(string outcome, ProgramSearch search, int state, IReadOnlyList<string> before, string end)
    {
        if (!_witnesses.ContainsKey(outcome)) { _witnesses.Add(outcome, () => [.. before, .. search.StepsTo(state), $"{end} {outcome}"]); }
    }
}
