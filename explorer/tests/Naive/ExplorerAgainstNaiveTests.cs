using CsCheck;
using Sim.CacheModel;

namespace Sim.Explorer.Tests;

public sealed class ExplorerAgainstNaiveTests
{
    /// <summary>Scenarios for each model at depth 1, an eighth of that at depth 2; the variable asks for a long run.</summary>
    private static readonly int ScenarioCount =
        int.Parse(Environment.GetEnvironmentVariable("SIM_NAIVE_SCENARIOS") ?? "400", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Models and how many crashes inside recovery to follow.</summary>
    public static TheoryData<string, int> StoreBufferModels => Twice(
        "px86-line", "px86", "eadr", "strict", "px86+rmw-fence-off", "px86-line+compiler-reorder", "px86+compiler-reorder", "eadr+compiler-reorder");

    /// <summary>The same of persist orders.</summary>
    public static TheoryData<string, int> PersistOrderModels => Twice("epoch", "buffered-epoch", "strand", "rp", "arp");

    [Theory]
    [MemberData(nameof(StoreBufferModels))]
    public void Store_buffer_models_and_naive_enumeration_find_the_same_outcomes(string model, int nestedCrashes) =>
        Scenarios(RandomPrograms.X86).Sample(
            (any, elisions) => Compare(model == "strict" ? WithoutWideStores(any) : any, elisions, model, nestedCrashes),
            iter: Iterations(nestedCrashes), threads: 1);

    [Theory]
    [MemberData(nameof(PersistOrderModels))]
    public void Persist_order_models_and_naive_enumeration_find_the_same_outcomes(string model, int nestedCrashes) =>
        Scenarios(RandomPrograms.PersistOrder).Sample((scenario, elisions) => Compare(scenario, elisions, model, nestedCrashes), iter: Iterations(nestedCrashes), threads: 1);

    private static TheoryData<string, int> Twice(params string[] models) =>
        [.. models.SelectMany(model => new[] { (model, 1), (model, 2) })];

    private static int Iterations(int nestedCrashes) => nestedCrashes == 1 ? ScenarioCount : Math.Max(1, ScenarioCount / 8);

    private static Gen<(ProgramScenario Scenario, int Elisions)> Scenarios(Gen<Opcode> opcodes) =>
        Gen.Select(RandomPrograms.Scenarios(opcodes), Gen.Int[0, int.MaxValue]);

    // Which word of a wide store comes first is a question of store buffers, which the strict model does not have.
    private static ProgramScenario WithoutWideStores(ProgramScenario scenario)
    {
        return new ProgramScenario(Narrow(scenario.Setup), [.. scenario.Threads.Select(Narrow)], Narrow(scenario.Recovery));

        static Instruction[] Narrow(Instruction[] program) =>
            [.. program.Select(instruction => instruction.Opcode == Opcode.StoreWide ? instruction with { Opcode = Opcode.Store } : instruction)];
    }

    /// <summary>Compares as written, and in the same session with about half of the flushes and fences switched off.</summary>
    private static void Compare(ProgramScenario scenario, int elisions, string model, int nestedCrashes)
    {
        ExploreOptions options = new() { Model = model, Threads = scenario.Threads.Length, NestedCrashes = nestedCrashes, CollectsOutcomesOnly = true };
        ExplorationSession session = new(new ProgramStructure(scenario), options);
        Assert.Equal(Naive(scenario, model, nestedCrashes), Explored(session, []));

        ProgramScenario elided = scenario.SwitchOff(IsOff);
        HashSet<string> names = [.. session.PersistSites
            .Where(site => site.Label.Split('.') is [var number, var index] && IsOff(Number(number), Number(index)))
            .Select(site => site.Name)];
        Assert.Equal(Naive(elided, model, nestedCrashes), Explored(session, names));

        bool IsOff(int number, int index) =>
            RandomPrograms.IsPersistStep(scenario.Programs.ElementAt(number)[index].Opcode) && (elisions >> (((7 * number) + index) % 31) & 1) != 0;
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static SortedSet<string> Naive(ProgramScenario scenario, string model, int nestedCrashes) => new NaiveExplorer(
        scenario,
        PersistencyModel.Find(model) is TsoModel tso
            ? (programs, image) => new NaiveTsoState(tso, programs, image)
            : (programs, image) => new NaiveOrderState(model, programs, image),
        nestedCrashes).Outcomes();

    private static IReadOnlyList<string> Explored(ExplorationSession session, HashSet<string> elided)
    {
        ExploreReport report = session.Explore(elided, TestContext.Current.CancellationToken);
        Assert.Equal("complete", report.Result.Completeness);
        return report.Outcomes;
    }
}
