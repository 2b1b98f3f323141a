using CsCheck;
using Sim.Explorer.Litmus;

namespace Sim.Explorer.Tests;

/// <summary>How the models compare, over random programs and over the litmus tests.</summary>
public sealed class ModelRelationTests
{
    private const int Iterations = 150;

    [Theory]
    [InlineData("strict", "eadr")]
    [InlineData("eadr", "px86-line")]
    [InlineData("px86-line", "px86")]
    [InlineData("px86", "px86+rmw-fence-off")]
    [InlineData("px86-line", "px86-line+rmw-fence-off")]
    [InlineData("px86", "px86+compiler-reorder")]
    [InlineData("px86-line", "px86-line+compiler-reorder")]
    [InlineData("eadr+compiler-reorder", "px86-line+compiler-reorder")]
    [InlineData("px86-line+compiler-reorder", "px86+compiler-reorder")]
    public void An_x86_model_allows_all_that_a_stronger_one_allows(string stronger, string weaker) => IsIncluded(stronger, weaker, RandomPrograms.X86);

    [Theory]
    [InlineData("strict", "epoch")]
    [InlineData("epoch", "buffered-epoch")]
    [InlineData("epoch", "strand")]
    [InlineData("strict", "rp")]
    [InlineData("rp", "arp")]
    public void A_persist_order_model_allows_all_that_a_stronger_one_allows(string stronger, string weaker) =>
        IsIncluded(stronger, weaker, RandomPrograms.PersistOrder);

    [Theory]
    [InlineData("sc", "eadr")]
    [InlineData("eadr", "px86-line")]
    [InlineData("px86-line", "px86")]
    public void Litmus_tests_agree_with_the_order_of_the_x86_models(string stronger, string weaker)
    {
        foreach (LitmusTest test in LitmusFiles.Names.Select(LitmusFiles.Read))
        {
            if (test.Architecture != LitmusArchitecture.X86 || test.Kind == LitmusKind.Final) { continue; }
            Assert.Subset(LitmusRunner.Run(test, weaker, Stop).Outcomes.ToHashSet(), LitmusRunner.Run(test, stronger, Stop).Outcomes.ToHashSet());
        }
    }

    [Theory]
    [InlineData("px86-line")]
    [InlineData("px86")]
    [InlineData("eadr")]
    [InlineData("px86-line+rmw-fence-off")]
    [InlineData("px86-line+compiler-reorder")]
    [InlineData("epoch")]
    [InlineData("buffered-epoch")]
    [InlineData("strand")]
    [InlineData("rp")]
    [InlineData("arp")]
    public void Adding_a_flush_or_a_fence_never_adds_an_outcome(string model) =>
        Gen.Select(RandomPrograms.Scenarios(model is "epoch" or "buffered-epoch" or "strand" or "rp" or "arp" ? RandomPrograms.PersistOrder : RandomPrograms.X86), Gen.Int[0, 99])
            .Sample((scenario, choice) =>
            {
                (int Program, int Index)[] steps = [.. PersistSteps(scenario)];
                if (steps.Length == 0) { return; }
                (int Program, int Index) step = steps[choice % steps.Length];
                ProgramScenario without = scenario.SwitchOff((program, index) => (program, index) == step);
                Assert.Subset(Outcomes(without, model), Outcomes(scenario, model));
            }, iter: Iterations, threads: 1);

    [Theory]
    [InlineData("px86-line")]
    [InlineData("px86")]
    public void Persisting_again_what_has_just_been_persisted_changes_nothing(string model) =>
        RandomPrograms.Scenarios(RandomPrograms.X86).Sample(
            scenario => Assert.Equal(
                Outcomes(Replace(scenario, step => step.Opcode == Opcode.StoreFence ? [Flush(step), step] : [step]), model),
                Outcomes(Replace(scenario, step => step.Opcode == Opcode.StoreFence ? [Flush(step), step, Flush(step), step] : [step]), model)),
            iter: Iterations, threads: 1);

    [Fact]
    public void Under_eadr_no_flush_matters_without_non_temporal_stores() =>
        RandomPrograms.Scenarios(RandomPrograms.X86.Where(opcode => opcode != Opcode.NonTemporal)).Sample(
            scenario => Assert.Equal(
                Outcomes(Replace(scenario, step => [step]), "eadr"),
                Outcomes(Replace(scenario, step => step.Opcode is Opcode.Clwb or Opcode.Clflush ? [] : [step]), "eadr")),
            iter: Iterations, threads: 1);

    [Fact]
    public void A_fence_before_a_locked_instruction_matters_only_where_that_completes_no_flush()
    {
        ProgramScenario with = Lone(
            new(Opcode.Store, 2, 1), new(Opcode.Clwb, 2), new(Opcode.StoreFence, 0), new(Opcode.CompareExchange, 3, 1));
        ProgramScenario without = with.SwitchOff((program, index) => (program, index) == (1, 2));

        Assert.Equal(Outcomes(with, "px86"), Outcomes(without, "px86"));
        Assert.Equal(Outcomes(with, "px86"), Outcomes(with, "px86+rmw-fence-off"));
        Assert.Equal(["0,0,0,1"], Outcomes(without, "px86+rmw-fence-off").Except(Outcomes(without, "px86")));
    }

    [Fact]
    public void Epochs_are_buffered_epochs_whose_store_fences_wait() =>
        RandomPrograms.Scenarios(RandomPrograms.PersistOrder).Sample(
            scenario => Assert.Equal(
                Outcomes(Replace(scenario, step => [step]), "epoch"),
                Outcomes(Replace(scenario, step => [step.Opcode == Opcode.StoreFence ? step with { Opcode = Opcode.FullFence } : step]), "buffered-epoch")),
            iter: Iterations, threads: 1);

    [Fact]
    public void Without_new_strands_strands_are_epochs() =>
        RandomPrograms.Scenarios(RandomPrograms.PersistOrder.Where(opcode => opcode != Opcode.NewStrand)).Sample(
            scenario => Assert.Equal(Outcomes(scenario, "epoch"), Outcomes(scenario, "strand")),
            iter: Iterations, threads: 1);

    [Fact]
    public void A_release_keeps_what_it_publishes_under_release_persistency_and_not_under_acquire_release_persistency()
    {
        ProgramScenario publish = Lone(new(Opcode.Store, 2, 1), new(Opcode.StoreRelease, 3, 1));

        Assert.Equal(["0,0,0,0", "0,0,1,0", "0,0,1,1"], Outcomes(publish, "rp"));
        Assert.Equal(["0,0,0,0", "0,0,0,1", "0,0,1,0", "0,0,1,1"], Outcomes(publish, "arp"));
    }

    [Fact]
    public void A_compiler_breaks_the_order_of_two_plain_stores_to_one_line_and_not_of_an_ordered_one()
    {
        ProgramScenario plain = Lone(new(Opcode.Store, 0, 1), new(Opcode.Store, 1, 1));
        ProgramScenario ordered = Lone(new(Opcode.Store, 0, 1), new(Opcode.StoreRelease, 1, 1));

        Assert.DoesNotContain("0,1,0,0", Outcomes(plain, "px86-line"));
        Assert.Contains("0,1,0,0", Outcomes(plain, "px86-line+compiler-reorder"));
        Assert.DoesNotContain("0,1,0,0", Outcomes(ordered, "px86-line+compiler-reorder"));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static void IsIncluded(string stronger, string weaker, Gen<Opcode> opcodes) => RandomPrograms.Scenarios(opcodes).Sample(
        scenario => Assert.Subset(Outcomes(scenario, weaker), Outcomes(scenario, stronger)), iter: Iterations, threads: 1);

    private static IEnumerable<(int Program, int Index)> PersistSteps(ProgramScenario scenario) =>
        scenario.Programs.SelectMany((program, number) => Enumerable.Range(0, program.Length)
            .Where(index => RandomPrograms.IsPersistStep(program[index].Opcode))
            .Select(index => (number, index)));

    private static Instruction Flush(Instruction step) => step with { Opcode = Opcode.Clwb };

    private static ProgramScenario Lone(params Instruction[] program) => new([], [program], []);

    private static ProgramScenario Replace(ProgramScenario scenario, Func<Instruction, IEnumerable<Instruction>> replace)
    {
        // What may be skipped stays one instruction.
        return new ProgramScenario(In(scenario.Setup), [.. scenario.Threads.Select(In)], In(scenario.Recovery));

        Instruction[] In(Instruction[] program) => [.. program.Where(step => step.Opcode != Opcode.SkipNextIfZero).SelectMany(replace)];
    }

    private static HashSet<string> Outcomes(ProgramScenario scenario, string model)
    {
        ExploreOptions options = new() { Model = model, Threads = scenario.Threads.Length, NestedCrashes = 0, CollectsOutcomesOnly = true };
        ExploreReport report = StructureExplorer.Explore(new ProgramStructure(scenario), options, Stop);
        Assert.Equal("complete", report.Result.Completeness);
        return [.. report.Outcomes];
    }
}
