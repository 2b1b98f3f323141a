using System.Globalization;
using System.Text;
using Sim.Explorer.Litmus;
using Sim.Simulator;

namespace Sim.Explorer.Axiomatic;

/// <summary>Decides litmus tests by enumerating candidate executions and filtering them by the axioms of a model.</summary>
/// <remarks>
/// It shares the litmus data types with the operational models, and no code: where both agree on a program, two
/// formulations agree. A program has at most 64 events per execution. CXL0 and RDMA, which are defined by machines, are judged by
/// traces and by cuts of one execution instead of axioms, and are not explained.
/// </remarks>
public static class AxiomaticJudge
{
    /// <summary>The models that it judges.</summary>
    public static IReadOnlyList<string> Models { get; } = [.. AxiomaticModel.All.Select(model => model.Name), .. CxlTraces.Models, .. RdmaCuts.Models];

    /// <summary>Whether it judges the model.</summary>
    /// <param name="model">A model's key.</param>
    public static bool Supports(string model) => Models.Contains(model, StringComparer.Ordinal);

    /// <summary>Whether it has axioms for the model, so that it can tell which one forbids an outcome.</summary>
    /// <param name="model">A model's key.</param>
    public static bool Explains(string model) => AxiomaticModel.All.Any(known => known.Name == model);

    /// <summary>The complete set of outcomes, as texts in the form that <see cref="LitmusTest"/> describes.</summary>
    /// <param name="test">The test.</param>
    /// <param name="model">The model's key.</param>
    /// <exception cref="InputException">The model is unknown, says nothing about crashes where the test has one, or the program is too large.</exception>
    public static IReadOnlySet<string> Outcomes(LitmusTest test, string model) =>
        CxlTraces.Models.Contains(model) ? CxlTraces.Outcomes(test, model)
        : RdmaCuts.Models.Contains(model) ? RdmaCuts.Outcomes(test, model)
        : Outcomes(test, ModelFor(test, model));

    /// <summary>Why the condition of a test is allowed or forbidden.</summary>
    /// <param name="test">The test.</param>
    /// <param name="model">The model's key.</param>
    /// <returns>A consistent execution that satisfies the condition; if there is none, one that violates the fewest axioms.</returns>
    /// <exception cref="InputException">As for <see cref="Outcomes(LitmusTest, string)"/>; also when there are no axioms to explain by.</exception>
    /// <remarks>The condition may speak of locations and registers that the test does not observe; the outcomes told here name all.</remarks>
    public static AxiomaticExplanation Explain(LitmusTest test, string model) =>
        new ExplanationSearch(test with { Observables = LitmusObservables.Of(test) }, ModelFor(test, model)).Find();

    internal static HashSet<string> Outcomes(LitmusTest test, AxiomaticModel model)
    {
        long[] initial = [.. test.Locations.Select(location => location.Initial)];
        IReadOnlyList<long[]> states = test.Kind == LitmusKind.Final
            ? FinalStates(test, model, test.Threads, initial)
            : CrashStates(test, model, test.Threads, initial);
        if (test.Kind is LitmusKind.Recover or LitmusKind.Crash2)
        {
            StateSet later = new();
            foreach (long[] state in states)
            {
                foreach (long[] next in test.Kind == LitmusKind.Recover ? FinalStates(test, model, test.Recovery, state) : CrashStates(test, model, test.Recovery, state))
                {
                    later.Add(next);
                }
            }
            states = later.States;
        }
        HashSet<string> outcomes = new(StringComparer.Ordinal);
        foreach (long[] state in states)
        {
            outcomes.Add(OutcomeText(test, state));
        }
        return outcomes;
    }

    private static AxiomaticModel ModelFor(LitmusTest test, string name)
    {
        AxiomaticModel model = AxiomaticModel.Of(name);
        if (test.Kind != LitmusKind.Final && model.Persistence.Count == 0)
        {
            throw new InputException($"{test.Name}: the model {model.Name} has no crashes, expected a test of kind final");
        }
        return model;
    }

    /// <summary>The outcome's text. A state holds the locations and, where threads ran to their end, their observed registers in order.</summary>
    internal static string OutcomeText(LitmusTest test, ReadOnlySpan<long> state)
    {
        StringBuilder text = new();
        int register = test.Locations.Count;
        foreach (LitmusObservable observable in test.Observables)
        {
            long value = state[observable.Location >= 0 ? observable.Location : register++];
            text.Append(text.Length == 0 ? "" : ",").Append(observable.Name).Append('=').Append(value.ToString(CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }

    /// <summary>The memory that a crash at any moment can leave.</summary>
    internal static IReadOnlyList<long[]> CrashStates(LitmusTest test, AxiomaticModel model, IReadOnlyList<LitmusThread> threads, long[] initial)
    {
        StateSet states = new();
        PersistOrder? order = null;
        long[] memory = new long[initial.Length];
        new CandidateEnumeration(model, test, threads, initial, crashes: true, violationLimit: 0, (x, _) =>
        {
            order ??= new PersistOrder(x.Events.Length, x.Order.Length);
            order.Begin(x, model.Persistence);
            do
            {
                if (order.Violation() is not null) { continue; }
                Memory(test, x, order.Kept, memory);
                states.Add(memory);
            }
            while (order.NextCut());
        }).Run();
        return states.States;
    }

    /// <summary>The memory and the observed registers when all threads have ended.</summary>
    internal static IReadOnlyList<long[]> FinalStates(LitmusTest test, AxiomaticModel model, IReadOnlyList<LitmusThread> threads, long[] initial)
    {
        LitmusObservable[] registers = [.. test.Observables.Where(observable => observable.Location < 0)];
        StateSet states = new();
        long[] state = new long[initial.Length + registers.Length];
        new CandidateEnumeration(model, test, threads, initial, crashes: false, violationLimit: 0, (x, _) =>
        {
            Final(x, registers, state);
            states.Add(state);
        }).Run();
        return states.States;
    }

    /// <summary>What memory holds when the first writes of each unit are kept; volatile locations hold their initial values again.</summary>
    internal static void Memory(LitmusTest test, Candidate x, ReadOnlySpan<int> kept, Span<long> memory)
    {
        for (int location = 0; location < x.Initial.Length; location++)
        {
            memory[location] = test.Locations[location].IsVolatile ? test.Locations[location].Initial : x.Initial[location];
        }
        for (int unit = 0; unit < kept.Length; unit++)
        {
            for (int i = 0; i < kept[unit]; i++)
            {
                ExecutionEvent write = x.Events[x.Order[unit][i]];
                memory[write.Location] = write.ValueWritten!.Value;
            }
        }
    }

    /// <summary>The values of all locations when every write is visible, then the observed registers.</summary>
    internal static void Final(Candidate x, LitmusObservable[] registers, Span<long> state)
    {
        x.Initial.CopyTo(state);
        for (int unit = 0; unit < x.Order.Length; unit++)
        {
            for (int i = 0; i < x.OrderCount[unit]; i++)
            {
                ExecutionEvent write = x.Events[x.Order[unit][i]];
                state[write.Location] = write.ValueWritten!.Value;
            }
        }
        for (int i = 0; i < registers.Length; i++)
        {
            long[] values = x.Traces[registers[i].Thread].Registers;
            state[x.Initial.Length + i] = registers[i].Register < values.Length ? values[registers[i].Register] : 0;
        }
    }
}
