using Sim.Simulator;
using static Sim.Explorer.Tests.RegisterState;
using static Sim.Explorer.Tests.SmallStructure;

namespace Sim.Explorer.Tests;

public sealed class WorkloadMenusTests
{
    [Fact]
    public void All_workloads_are_every_operation_on_every_key_at_every_turn()
    {
        WorkloadMenus all = WorkloadMenus.All(DurableRegister([Read]), threadCount: 2, operationCount: 3, keyCount: 2);
        Assert.Equal([2, 3, 4], [all.Menus.Count, all.Menus[0].Count, all.Menus[1][2].Count]);
        // write(1), write(2), read() and increment(), three times on two threads.
        Assert.Equal(4096, all.WorkloadCount);
    }

    [Fact]
    public void One_search_over_all_workloads_finds_the_outcomes_of_each_of_them()
    {
        SmallStructure register = VolatileRegister([Read]);
        Operation[] menu = [Write(1), Write(2), Read, Increment];
        SortedSet<string> one = new(StringComparer.Ordinal);
        long states = 0;
        foreach (Workload workload in from a in menu from b in menu from c in menu select Threads([a, b], [c]) with { Name = $"{a}{b}{c}" })
        {
            ExploreReport report = Explore(register, new ExploreOptions { Programs = [workload], CollectsOutcomesOnly = true, Threads = 2 });
            if (report.Result.Verdict == "holds") { one.UnionWith(report.Outcomes); }
            states += report.Result.States;
        }
        ExploreReport all = Explore(Only(register, menu), new ExploreOptions { AllWorkloads = true, CollectsOutcomesOnly = true, Threads = 1, Ops = 2, Keys = 2 });
        Assert.Equal("holds", all.Result.Verdict);
        Assert.Subset(one, all.Outcomes.ToHashSet());
        Assert.Equal(16, all.Result.WorkloadsRepresented);
        Assert.True(all.Result.States < states);
    }

    [Fact]
    public void A_violation_in_any_workload_is_found()
    {
        Assert.Equal("holds", Explore(DurableRegister([Read]), new ExploreOptions { AllWorkloads = true, Threads = 1, Ops = 3, Keys = 2 }).Result.Verdict);
        ExploreReport lost = Explore(DurableRegister([Read]), new ExploreOptions { AllWorkloads = true, Threads = 2, Ops = 1, Keys = 1 });
        // A read that returns what is not persistent yet is the nearest one; two increments that read the same value are further away.
        Assert.Equal(("durable linearizability", "write(1)", "read()"),
            (lost.Result.Property, lost.Counterexample!.Operations[0][0], lost.Counterexample.Operations[1][0]));
    }

    [Fact]
    public void A_bound_on_preemptions_leaves_fewer_states_and_says_so()
    {
        SmallStructure register = DurableRegister([Increment], [Increment]);
        ExploreReport none = Explore(register, new ExploreOptions { Preemptions = 0 });
        Assert.Equal(("holds", 0), (none.Result.Verdict, none.Result.Preemptions));
        Assert.Equal("linearizability", Explore(register, new ExploreOptions { Preemptions = 1 }).Result.Property);
    }

    private static SmallStructure Only(SmallStructure structure, Operation[] menu) =>
        structure with { Workloads = [Threads(menu)] };

    private static ExploreReport Explore(SmallStructure structure, ExploreOptions options) =>
        StructureExplorer.Explore(structure, options, TestContext.Current.CancellationToken);
}
