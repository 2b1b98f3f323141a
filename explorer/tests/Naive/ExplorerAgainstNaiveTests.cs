using CsCheck;
using Sim.CacheModel;

namespace Sim.Explorer.Tests;

public sealed class ExplorerAgainstNaiveTests
{
    /// <summary>Scenarios for each model at depth 1, a quarter of that at depth 2; the variable asks for a long run.</summary>
    private static readonly int Scenarios =
        int.Parse(Environment.GetEnvironmentVariable("SIM_NAIVE_SCENARIOS") ?? "600", System.Globalization.CultureInfo.InvariantCulture);

    private static readonly Gen<Instruction> AnyInstruction = Gen.Select(
        Gen.Frequency(
            (6, Gen.Const(Opcode.Store)), (2, Gen.Const(Opcode.NonTemporal)), (1, Gen.Const(Opcode.StoreWide)),
            (2, Gen.Const(Opcode.CopyPlusOne)), (2, Gen.Const(Opcode.CompareExchange)), (1, Gen.Const(Opcode.SkipNextIfZero)),
            (4, Gen.Const(Opcode.Clwb)), (2, Gen.Const(Opcode.Clflush)), (4, Gen.Const(Opcode.StoreFence)), (1, Gen.Const(Opcode.FullFence))),
        Gen.Int[0, Instruction.LocationCount - 1],
        Gen.Int[1, 3],
        (opcode, location, value) => new Instruction(opcode, location, value));

    private static readonly Gen<ProgramScenario> AnyScenario = Gen.Select(
        AnyInstruction.Array[0, 3],
        AnyInstruction.Array[1, 4].Array[1, 2],
        AnyInstruction.Array[0, 3],
        (setup, threads, recovery) => new ProgramScenario(setup, threads, recovery));

    [Theory]
    [InlineData("px86-line", 1)]
    [InlineData("px86", 1)]
    [InlineData("eadr", 1)]
    [InlineData("strict", 1)]
    [InlineData("px86-line", 2)]
    [InlineData("px86", 2)]
    [InlineData("eadr", 2)]
    [InlineData("strict", 2)]
    public void Explorer_and_naive_enumeration_find_the_same_outcomes(string model, int nestedCrashes) =>
        AnyScenario.Sample(
            any =>
            {
                ProgramScenario scenario = model == "strict" ? WithoutWideStores(any) : any;
                Assert.Equal(Naive(scenario, model, nestedCrashes), Explored(scenario, model, nestedCrashes));
            },
            iter: nestedCrashes == 1 ? Scenarios : Scenarios / 4, threads: 1);

    // Which word of a wide store comes first is a question of store buffers, which the strict model does not have.
    private static ProgramScenario WithoutWideStores(ProgramScenario scenario)
    {
        return new ProgramScenario(Narrow(scenario.Setup), [.. scenario.Threads.Select(Narrow)], Narrow(scenario.Recovery));

        static Instruction[] Narrow(Instruction[] program) =>
            [.. program.Select(instruction => instruction.Opcode == Opcode.StoreWide ? instruction with { Opcode = Opcode.Store } : instruction)];
    }

    private static SortedSet<string> Naive(ProgramScenario scenario, string model, int nestedCrashes) =>
        new NaiveExplorer(scenario, (TsoModel)PersistencyModel.Find(model)!, nestedCrashes).Outcomes();

    private static IReadOnlyList<string> Explored(ProgramScenario scenario, string model, int nestedCrashes)
    {
        ExploreOptions options = new() { Model = model, Threads = scenario.Threads.Length, NestedCrashes = nestedCrashes, CollectsOutcomesOnly = true };
        ExploreReport report = StructureExplorer.Explore(new ProgramStructure(scenario), options, TestContext.Current.CancellationToken);
        Assert.Equal("complete", report.Result.Completeness);
        return report.Outcomes;
    }
}
