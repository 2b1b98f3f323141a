using Sim.Explorer.Litmus;

namespace Sim.Explorer.Agreement;

/// <summary>A program whose two outcome sets differ.</summary>
/// <param name="Program">The program in the litmus format; the outcome set in it is the axiomatic one.</param>
/// <param name="OnlyOperational">Outcomes that only the machine has.</param>
/// <param name="OnlyAxiomatic">Outcomes that only the axioms allow.</param>
public sealed record Disagreement(string Program, IReadOnlyList<string> OnlyOperational, IReadOnlyList<string> OnlyAxiomatic)
{
    /// <summary>Describes a disagreement.</summary>
    internal static Disagreement Of(LitmusTest test, string model, IReadOnlySet<string> operational, IReadOnlySet<string> axiomatic)
    {
        string[] onlyOperational = [.. operational.Except(axiomatic).Order(StringComparer.Ordinal)];
        string[] onlyAxiomatic = [.. axiomatic.Except(operational).Order(StringComparer.Ordinal)];
        LitmusTest complete = test with
        {
            Exists = Condition(test, onlyOperational.Concat(onlyAxiomatic).First()),
            Verdicts = [new LitmusVerdict(model, onlyOperational.Length == 0, IsPublished: false, "as the axioms say", 0)],
            Outcomes = new Dictionary<string, IReadOnlySet<string>> { [model] = axiomatic },
        };
        return new Disagreement(LitmusPrinter.Print(complete), onlyOperational, onlyAxiomatic);
    }

    // The condition holds for the first outcome that only one side has, so the verdicts differ too.
    private static LitmusCondition Condition(LitmusTest test, string outcome) => test.Observables
        .Zip(outcome.Split(','), (observable, part) => (LitmusCondition)new LitmusCondition.Comparison(
            observable.Name, IsEqual: true, long.Parse(part.AsSpan(observable.Name.Length + 1), System.Globalization.CultureInfo.InvariantCulture)))
        .Aggregate((left, right) => new LitmusCondition.And(left, right));
}
