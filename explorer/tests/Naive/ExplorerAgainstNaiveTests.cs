using CsCheck;
using Sim.CacheModel;

namespace Sim.Explorer.Tests;

public sealed class ExplorerAgainstNaiveTests
{
    [Theory]
    [InlineData("px86-line")]
    [InlineData("px86")]
    [InlineData("eadr")]
    [InlineData("strict")]
    [InlineData("px86+rmw-fence-off")]
    [InlineData("px86-line+compiler-reorder")]
    [InlineData("px86+compiler-reorder")]
    [InlineData("eadr+compiler-reorder")]
    public void Store_buffer_models_and_naive_enumeration_find_the_same_outcomes(string model) =>
        Scenarios(RandomPrograms.X86).Sample(
            (any, elisions) => Compare(model == "strict" ? WithoutWideStores(any) : any, elisions, model),
            iter: 400, threads: 1);

    [Theory]
    [InlineData("epoch")]
    [InlineData("buffered-epoch")]
    [InlineData("strand")]
    [InlineData("rp")]
    [InlineData("arp")]
    public void Persist_order_models_and_naive_enumeration_find_the_same_outcomes(string model) =>
        Scenarios(RandomPrograms.PersistOrder).Sample((scenario, elisions) => Compare(scenario, elisions, model), iter: 400, threads: 1);

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
    private static void Compare(ProgramScenario scenario, int elisions, string model)
    {
        ExploreOptions options = new() { Model = model, Threads = scenario.Threads.Length, CollectsOutcomesOnly = true };
        ExplorationSession session = new(new ProgramStructure(scenario), options);
        Assert.Equal(Naive(scenario, model), Explored(session, []));

        ProgramScenario elided = scenario.SwitchOff(IsOff);
        HashSet<string> names = [.. session.PersistSites
            .Where(site => site.Label.Split('.') is [var number, var index] && IsOff(Number(number), Number(index)))
            .Select(site => site.Name)];
        Assert.Equal(Naive(elided, model), Explored(session, names));

        bool IsOff(int number, int index) =>
            RandomPrograms.IsPersistStep(scenario.Programs.ElementAt(number)[index].Opcode) && (elisions >> (((7 * number) + index) % 31) & 1) != 0;
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static SortedSet<string> Naive(ProgramScenario scenario, string model) => new NaiveExplorer(
        scenario,
        PersistencyModel.Find(model) is TsoModel tso
            ? (programs, image) => new NaiveTsoState(tso, programs, image)
            : (programs, image) => new NaiveOrderState(model, programs, image),
        nestedCrashes: 1).Outcomes();

    private static IReadOnlyList<string> Explored(ExplorationSession session, HashSet<string> elided)
    {
        ExploreReport report = session.Explore(elided, TestContext.Current.CancellationToken);
        Assert.Equal("complete", report.Result.Completeness);
        return report.Outcomes;
    }
}
