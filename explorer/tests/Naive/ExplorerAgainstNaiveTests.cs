using CsCheck;
using Sim.CacheModel;

namespace Sim.Explorer.Tests;

public sealed class ExplorerAgainstNaiveTests
{
    private static readonly Gen<Opcode> X86Opcode = Gen.Frequency(
        (6, Gen.Const(Opcode.Store)), (2, Gen.Const(Opcode.NonTemporal)), (1, Gen.Const(Opcode.StoreWide)),
        (2, Gen.Const(Opcode.CopyPlusOne)), (2, Gen.Const(Opcode.CompareExchange)), (1, Gen.Const(Opcode.SkipNextIfZero)),
        (4, Gen.Const(Opcode.Clwb)), (2, Gen.Const(Opcode.Clflush)), (4, Gen.Const(Opcode.StoreFence)), (1, Gen.Const(Opcode.FullFence)),
        (1, Gen.Const(Opcode.PersistBarrier)), (1, Gen.Const(Opcode.NewStrand)), (2, Gen.Const(Opcode.Respond)));

    private static readonly Gen<Opcode> OrderOpcode = Gen.Frequency(
        (7, Gen.Const(Opcode.Store)), (1, Gen.Const(Opcode.StoreWide)), (2, Gen.Const(Opcode.StoreRelease)),
        (3, Gen.Const(Opcode.CopyPlusOne)), (2, Gen.Const(Opcode.CompareExchange)), (1, Gen.Const(Opcode.SkipNextIfZero)),
        (1, Gen.Const(Opcode.Clwb)), (3, Gen.Const(Opcode.StoreFence)), (1, Gen.Const(Opcode.FullFence)), (3, Gen.Const(Opcode.PersistBarrier)),
        (3, Gen.Const(Opcode.NewStrand)), (1, Gen.Const(Opcode.JoinStrand)), (1, Gen.Const(Opcode.DurabilityFence)), (1, Gen.Const(Opcode.Respond)));

    [Theory]
    [InlineData("px86-line")]
    [InlineData("px86")]
    [InlineData("eadr")]
    [InlineData("strict")]
    public void Store_buffer_models_and_naive_enumeration_find_the_same_outcomes(string model) =>
        Scenarios(X86Opcode).Sample(
            (any, elisions) => Compare(model == "strict" ? WithoutWideStores(any) : any, elisions, model),
            iter: 400, threads: 1);

    [Theory]
    [InlineData("epoch")]
    [InlineData("buffered-epoch")]
    [InlineData("strand")]
    [InlineData("rp")]
    [InlineData("arp")]
    public void Persist_order_models_and_naive_enumeration_find_the_same_outcomes(string model) =>
        Scenarios(OrderOpcode).Sample((scenario, elisions) => Compare(scenario, elisions, model), iter: 400, threads: 1);

    private static Gen<(ProgramScenario Scenario, int Elisions)> Scenarios(Gen<Opcode> opcodes)
    {
        Gen<Instruction> instruction = Gen.Select(
            opcodes, Gen.Int[0, Instruction.LocationCount - 1], Gen.Int[1, 3],
            (opcode, location, value) => new Instruction(opcode, location, value));
        return Gen.Select(
            Gen.Select(instruction.Array[0, 3], instruction.Array[1, 4].Array[1, 2], instruction.Array[0, 3],
                (setup, threads, recovery) => new ProgramScenario(OneOperation(setup), threads, OneOperation(recovery))),
            Gen.Int[0, int.MaxValue]);
    }

    private static Instruction[] OneOperation(Instruction[] program) => [.. program.Where(instruction => instruction.Opcode != Opcode.Respond)];

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
            IsPersistStep(scenario.Programs.ElementAt(number)[index].Opcode) && (elisions >> (((7 * number) + index) % 31) & 1) != 0;
    }

    private static bool IsPersistStep(Opcode opcode) => opcode is Opcode.Clwb or Opcode.Clflush or Opcode.StoreFence or Opcode.FullFence
        or Opcode.PersistBarrier or Opcode.NewStrand or Opcode.JoinStrand or Opcode.DurabilityFence;

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
