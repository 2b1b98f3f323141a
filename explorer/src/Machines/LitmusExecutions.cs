using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Explorer.Litmus;

/// <summary>All outcomes of a litmus test on a machine of its own (Arm, CXL0, RDMA), each with a shortest execution that shows it.</summary>
internal sealed class LitmusExecutions
{
    private readonly LitmusTest _test;
    private readonly Func<IReadOnlyList<LitmusThread>, bool, ILitmusMachine> _machineFor;
    private readonly bool _observesRegistersAtCrash;
    private readonly Dictionary<string, Func<IReadOnlyList<string>>> _witnesses = new(StringComparer.Ordinal);

    private LitmusExecutions(
        LitmusTest test, Func<IReadOnlyList<LitmusThread>, bool, ILitmusMachine> machineFor, LitmusKind kind, bool observesRegistersAtCrash)
    {
        _test = test;
        _machineFor = machineFor;
        _observesRegistersAtCrash = observesRegistersAtCrash;
        long[] initial = [.. test.Locations.Select(location => location.Initial)];
        ILitmusMachine machine = machineFor(test.Threads, kind != LitmusKind.Final);
        LitmusSearch search = Search(machine, initial);
        switch (kind)
        {
            case LitmusKind.Final: AddFinal(machine, search, []); break;
            case LitmusKind.Crash: AddCrashes(machine, search, []); break;
            default: AddRecoveries(machine, search, kind); break;
        }
    }

    /// <summary>The outcomes.</summary>
    public IReadOnlySet<string> Outcomes => _witnesses.Keys.ToHashSet(StringComparer.Ordinal);

    /// <summary>States found, over all searches.</summary>
    public long StateCount { get; private set; }

    /// <summary>Steps taken, over all searches.</summary>
    public long TransitionCount { get; private set; }

    /// <summary>The models that these machines know, by key.</summary>
    public static IReadOnlyDictionary<string, LitmusArchitecture> Models { get; } = new Dictionary<string, LitmusArchitecture>
    {
        ["armv8"] = LitmusArchitecture.Arm,
        ["parmv8"] = LitmusArchitecture.Arm,
        ["cxl0"] = LitmusArchitecture.Cxl,
        ["cxl0-psn"] = LitmusArchitecture.Cxl,
        ["cxl0-lwb"] = LitmusArchitecture.Cxl,
        ["rdma-ddio"] = LitmusArchitecture.Rdma,
        ["rdma-direct"] = LitmusArchitecture.Rdma,
    };

    /// <summary>Runs a test.</summary>
    /// <param name="test">The test.</param>
    /// <param name="model">One of <see cref="Models"/>.</param>
    /// <exception cref="InputException">The model is unknown, or one of another architecture.</exception>
    public static LitmusExecutions Of(LitmusTest test, string model)
    {
        if (!Models.TryGetValue(model, out LitmusArchitecture architecture)) { throw InputException.Unknown("model", model, Models.Keys); }
        if (architecture != test.Architecture) { throw new InputException($"model {model} is not one of {test.Name}'s architecture"); }
        return architecture switch
        {
            LitmusArchitecture.Arm => new LitmusExecutions(
                test, (threads, crashes) => new ArmMachine(threads, test.Locations, crashes, Observes(test, threads)), test.Kind, observesRegistersAtCrash: false),
            // A crash of a machine is an instruction: an outcome is what the survivors have and see in the end.
            LitmusArchitecture.Cxl => new LitmusExecutions(
                test, (threads, _) => new CxlMachine(test, threads, VariantOf(model)), test.Kind == LitmusKind.Crash ? LitmusKind.Final : test.Kind,
                observesRegistersAtCrash: false),
            _ => new LitmusExecutions(
                test, (threads, _) => new RdmaMachine(threads, test.Locations, model == "rdma-direct"), test.Kind, observesRegistersAtCrash: true),
        };
    }

    /// <summary>The steps of a shortest execution with an outcome, in words.</summary>
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

    private LitmusSearch Search(ILitmusMachine machine, IReadOnlyList<long> memory)
    {
        LitmusSearch search = new(machine, memory);
        StateCount += search.StateCount;
        TransitionCount += search.TransitionCount;
        return search;
    }

    private void AddFinal(ILitmusMachine machine, LitmusSearch search, IReadOnlyList<string> before)
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
            Add(LitmusOutcome.Join(parts), search, state, before);
        }
    }

    private void AddCrashes(ILitmusMachine machine, LitmusSearch search, IReadOnlyList<string> before)
    {
        SequenceTable seen = new();
        foreach (int state in search.Executions)
        {
            if (!machine.IsCrashPoint(search[state])) { continue; }
            IReadOnlyList<long?>[] choices = [.. _test.Observables.Select(observable => Possible(machine, search[state], observable))];
            if (!IsNew(seen, choices)) { continue; }
            foreach (long?[] values in Product(choices))
            {
                Add(LitmusOutcome.Join(_test.Observables.Zip(values, LitmusOutcome.Of)), search, state, before);
            }
        }
    }

    private void AddRecoveries(ILitmusMachine machine, LitmusSearch search, LitmusKind kind)
    {
        ILitmusMachine recovery = _machineFor(_test.Recovery, kind == LitmusKind.Crash2);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (int state in search.Executions)
        {
            if (!machine.IsCrashPoint(search[state])) { continue; }
            IReadOnlyList<long?>[] choices = [.. _test.Locations.Select((location, index) => Remains(machine, search[state], location, index))];
            foreach (long?[] image in Product(choices))
            {
                string text = string.Join(' ', image.Select((value, index) => $"{_test.Locations[index].Name}={value}"));
                if (!seen.Add(text)) { continue; }
                List<string> before = [.. search.StepsTo(state), $"crash: {text}"];
                LitmusSearch recoverySearch = Search(recovery, [.. image.Select(value => value!.Value)]);
                if (kind == LitmusKind.Recover) { AddFinal(recovery, recoverySearch, before); }
                else { AddCrashes(recovery, recoverySearch, before); }
            }
        }
    }

    private IReadOnlyList<long?> Possible(ILitmusMachine machine, ReadOnlySpan<int> state, LitmusObservable observable)
    {
        if (observable.Location >= 0) { return Remains(machine, state, _test.Locations[observable.Location], observable.Location); }
        return [_observesRegistersAtCrash ? machine.Register(state, observable.Thread, observable.Register) : null];
    }

    private static IReadOnlyList<long?> Remains(ILitmusMachine machine, ReadOnlySpan<int> state, LitmusLocation location, int index) =>
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

    private void Add(string outcome, LitmusSearch search, int state, IReadOnlyList<string> before)
    {
        if (!_witnesses.ContainsKey(outcome)) { _witnesses.Add(outcome, () => [.. before, .. search.StepsTo(state)]); }
    }
}
