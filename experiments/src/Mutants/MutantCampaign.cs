using System.Diagnostics;
using Sim.Experiments.Reports;
using Sim.Explorer;
using Sim.Simulator;
using Sim.Simulator.Mutation;
using Sim.Simulator.Results;

namespace Sim.Experiments.Mutants;

/// <summary>Explores a structure, its catalogue of seeded defects and the generic mutation operators at all its sites.</summary>
/// <remarks>
/// Bounds grow until a mutant is found, so that the workload shown is the smallest. A mutant of the catalogue must be found unless it is
/// marked as equivalent. A generic mutant that holds under the largest bound, explored completely, is equivalent within that bound: that is
/// a proof for the bound and a statement about the structure (an operator that changes nothing there), so it is listed.
/// What a crash in a later life shows, after a recovery, is looked for as well (<see cref="SecondLifeStructure"/>).
/// Harmless mutants (m9) are found by their cost: more redundant flushes or fences in one execution than the structure as written has.
/// </remarks>
/// <param name="structure">The structure, at the scale for exploration.</param>
/// <param name="isQuick">
/// Whether the generic operators are left out, and the structure as written and its equivalent mutants are explored with smaller bounds.
/// </param>
/// <param name="stop">Ends the campaign without a result.</param>
internal sealed class MutantCampaign(IStructure structure, bool isQuick, CancellationToken stop)
{
    private const string Model = "px86-line";

    // Where words of a line persist in any order, defects show that the order within a line hides; the structure must hold there itself.
    private const string WeakerModel = "px86";
    private const int Keys = 2;
    private const long MaxStates = 5_000_000;

    private static readonly (int Threads, int Ops)[] Bounds = [(1, 1), (1, 2), (2, 1), (2, 2)];

    private static readonly (int Threads, int Ops) WeakerBound = (2, 1);

    private readonly Lazy<bool> _holdsUnderWeakerModel = new(() => Holds(StructureExplorer.Explore(structure,
        new ExploreOptions { Model = WeakerModel, Threads = WeakerBound.Threads, Ops = WeakerBound.Ops, Keys = Keys, MaxStates = MaxStates }, stop)));

    private const int QuickBoundCount = 2;

    /// <summary>The largest bound in words.</summary>
    public static string LargestBound =>
        "2 threads x 2 operations on 2 keys, one crash in recovery, px86-line; 2 x 1 under px86 where the structure holds there";

    /// <summary>Runs it.</summary>
    /// <param name="show">Told what is being explored.</param>
    public MutantCampaignResult Run(Action<string> show)
    {
        SiteSurvey survey = new();
        SurveyedStructure surveyed = new(structure, survey);
        show(structure.Name);
        bool holds = Bounds.Take(isQuick ? QuickBoundCount : Bounds.Length).All(bound => Holds(Explore(surveyed, bound)))
            && (isQuick || SecondLife(structure) is null);
        IReadOnlyList<Mutant> mutants = [.. structure.Mutants, .. isQuick ? [] : GenericMutants.Of(survey)];
        List<MutantVerdict> verdicts = [];
        foreach (Mutant mutant in mutants)
        {
            show($"{structure.Name}, mutant {verdicts.Count + 1} of {mutants.Count}: {mutant.Name}");
            verdicts.Add(Judge(mutant, survey));
        }
        return new MutantCampaignResult(structure.Name, holds, [.. survey.Sites.Select(SiteCoverage.Of)], verdicts);
    }

    /// <summary>Judges one mutant that need not be in the catalogue, and may turn out to be equivalent.</summary>
    public MutantVerdict JudgeAny(Mutant mutant)
    {
        long started = Stopwatch.GetTimestamp();
        MutantVerdict verdict = JudgeHarmful(mutant with { Equivalent = mutant.Equivalent.Length > 0 ? mutant.Equivalent : "to be judged" });
        return verdict with { Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds };
    }

    private static bool Holds(ExploreReport report) => !ExploreText.IsViolated(report.Result) && ExploreText.IsComplete(report.Result);

    private static string Describe((int Threads, int Ops) bound) => $"{bound.Threads}x{bound.Ops}";

    private MutantVerdict Judge(Mutant mutant, SiteSurvey correct)
    {
        long started = Stopwatch.GetTimestamp();
        MutantVerdict verdict = mutant.IsHarmless ? JudgeHarmless(mutant, correct) : JudgeHarmful(mutant);
        return verdict with { Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds };
    }

    private MutantVerdict JudgeHarmful(Mutant mutant)
    {
        MutantStructure mutated = new(structure, mutant);
        bool isComplete = true;
        int boundCount = isQuick && mutant.Equivalent.Length > 0 ? QuickBoundCount : Bounds.Length;
        foreach ((int, int) bound in Bounds.Take(boundCount))
        {
            ExploreReport report = Explore(mutated, bound);
            if (report.Counterexample is { } counterexample)
            {
                return Verdict(mutant, MutantVerdict.Found, counterexample.Property, $"{Describe(bound)} {counterexample.Workload}");
            }
            isComplete &= ExploreText.IsComplete(report.Result);
        }
        if (boundCount == Bounds.Length && SecondLife(mutated) is { } later)
        {
            return Verdict(mutant, MutantVerdict.Found, later.Property, later.Workload);
        }
        if (boundCount == Bounds.Length && _holdsUnderWeakerModel.Value && Explore(mutated, WeakerBound, WeakerModel).Counterexample is { } weaker)
        {
            return Verdict(mutant, MutantVerdict.Found, weaker.Property, $"{Describe(WeakerBound)} {weaker.Workload}, {WeakerModel}");
        }
        bool mayHold = mutant.Location.Length > 0 || mutant.ShiftBytes > 0 || mutant.Equivalent.Length > 0;
        return Verdict(mutant, isComplete && mayHold ? MutantVerdict.Equivalent : MutantVerdict.Survived, "", Describe(Bounds[boundCount - 1]));
    }

    private Counterexample? SecondLife(IStructure mutated) =>
        SecondLifeStructure.Of(mutated, Keys).Select(life => Explore(life, Bounds[0]).Counterexample).FirstOrDefault(found => found is not null);

    private MutantVerdict JudgeHarmless(Mutant mutant, SiteSurvey correct)
    {
        foreach ((int, int) bound in Bounds)
        {
            SiteSurvey survey = new();
            ExploreReport report = Explore(new SurveyedStructure(new MutantStructure(structure, mutant), survey), bound);
            if (report.Counterexample is { } counterexample)
            {
                return Verdict(mutant, MutantVerdict.Found, counterexample.Property, $"{Describe(bound)} {counterexample.Workload}");
            }
            if (survey.MaxRedundantAt(mutant.Location) > correct.MaxRedundantAt(mutant.Location))
            {
                string oracle = mutant.Operator == MutationOperator.RepeatFlush ? "redundant flush" : "redundant fence";
                return Verdict(mutant, MutantVerdict.Found, oracle, Describe(bound));
            }
        }
        return Verdict(mutant, MutantVerdict.Survived, "", Describe(Bounds[^1]));
    }

    private MutantVerdict Verdict(Mutant mutant, string verdict, string oracle, string workload) =>
        new(structure.Name, mutant.Name, verdict, oracle, workload, 0);

    private ExploreReport Explore(IStructure subject, (int Threads, int Ops) bound, string model = Model)
    {
        ExploreReport report = StructureExplorer.Explore(subject,
            new ExploreOptions { Model = model, Threads = bound.Threads, Ops = bound.Ops, Keys = Keys, MaxStates = MaxStates }, stop);
        stop.ThrowIfCancellationRequested();
        return report;
    }
}
