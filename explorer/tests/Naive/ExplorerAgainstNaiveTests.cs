using CsCheck;
using Sim.CacheModel;

namespace Sim.Explorer.Tests;

public sealed class ExplorerAgainstNaiveTests
{
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
    [InlineData("px86-line")]
    [InlineData("px86")]
    [InlineData("eadr")]
    [InlineData("strict")]
    public void Explorer_and_naive_enumeration_find_the_same_outcomes(string model) =>
        AnyScenario.Sample(
            any =>
            {
                ProgramScenario scenario = model == "strict" ? WithoutWideStores(any) : any;
                Assert.Equal(Naive(scenario, model), Explored(scenario, model));
            },
            iter: 600, threads: 1);

    // Which word of a wide store comes first is a question of store buffers, which the strict model does not have.
    private static ProgramScenario WithoutWideStores(ProgramScenario scenario)
    {
        return new ProgramScenario(Narrow(scenario.Setup), [.. scenario.Threads.Select(Narrow)], Narrow(scenario.Recovery));

        static Instruction[] Narrow(Instruction[] program) =>
            [.. program.Select(instruction => instruction.Opcode == Opcode.StoreWide ? instruction with { Opcode = Opcode.Store } : instruction)];
    }

    private static SortedSet<string> Naive(ProgramScenario scenario, string model) =>
        new NaiveExplorer(scenario, (TsoModel)PersistencyModel.Find(model)!, nestedCrashes: 1).Outcomes();

    private static IReadOnlyList<string> Explored(ProgramScenario scenario, string model)
    {
        ExploreOptions options = new() { Model = model, Threads = scenario.Threads.Length, CollectsOutcomesOnly = true };
        ExploreReport report = StructureExplorer.Explore(new ProgramStructure(scenario), options, TestContext.Current.CancellationToken);
        Assert.Equal("complete", report.Result.Completeness);
        return report.Outcomes;
    }
}
