using System.Text.Json;
using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Results;
using static Sim.Explorer.Tests.RegisterState;
using static Sim.Explorer.Tests.SmallStructure;

namespace Sim.Explorer.Tests;

public sealed class StateSearchTests
{
    [Fact]
    public void Counts_and_outcomes_are_the_same_on_any_number_of_threads()
    {
        ExploreReport alone = Explore(Wide(), new ExploreOptions { Workers = 1, CollectsOutcomesOnly = true });
        Assert.Equal((17_805L, 60_202L), (alone.Result.States, alone.Result.Transitions));
        foreach (int workers in new[] { 2, 3, 7 })
        {
            Assert.Equal(Serialized(alone), Serialized(Explore(Wide(), new ExploreOptions { Workers = workers, CollectsOutcomesOnly = true })));
        }
    }

    [Fact]
    public void The_counterexample_is_the_same_on_any_number_of_threads()
    {
        ExploreReport alone = Explore(Wide(), new ExploreOptions { Workers = 1 });
        Assert.Equal("violated", alone.Result.Verdict);
        foreach (int workers in new[] { 2, 3, 7 }) { Assert.Equal(Serialized(alone), Serialized(Explore(Wide(), new ExploreOptions { Workers = workers }))); }
    }

    [Fact]
    public void Comparing_full_states_finds_as_many()
    {
        ExploreReport hashed = Explore(Wide(), new ExploreOptions { CollectsOutcomesOnly = true });
        ExploreReport exact = Explore(Wide(), new ExploreOptions { CollectsOutcomesOnly = true, IsExact = true });
        Assert.Equal(Serialized(hashed), Serialized(exact));
        Assert.True(exact.Result.SearchMemoryBytes > hashed.Result.SearchMemoryBytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_bound_on_states_is_exact_also_inside_a_batch(int workers)
    {
        ExploreResult cut = Explore(Wide(), new ExploreOptions { Workers = workers, CollectsOutcomesOnly = true, MaxStates = 12_345 }).Result;
        Assert.Equal(("cut short", "states", 12_345L), (cut.Completeness, cut.CutShortBy, cut.States));
    }

    [Fact]
    public void Code_that_is_not_deterministic_is_reported_by_a_search_on_several_threads()
    {
        int runs = 0;
        SmallStructure structure = Wide() with
        {
            OnExecute = (pmem, thread, _) =>
            {
                pmem.Store(new PmemAddress(CacheLine.Bytes * (thread + 1)), (ulong)++runs);
                pmem.Load<ulong>(X);
                return 0;
            },
        };
        Assert.Throws<NondeterminismException>(() => Explore(structure, new ExploreOptions { Workers = 2 }));
    }

    // Three threads that write to lines of their own and remember what they saw of the others': batches of thousands of states.
    private static SmallStructure Wide() => new()
    {
        Workloads = [Threads([Write(1)], [Write(2)], [Write(3)])],
        Empty = new ConstantState(),
        OnExecute = (pmem, thread, operation) =>
        {
            PmemAddress own = new(CacheLine.Bytes * (thread + 1));
            pmem.Store(own, operation.Key);
            pmem.Store(own + 8, pmem.Load<ulong>(X) + pmem.Load<ulong>(Y) + pmem.Load<ulong>(Z));
            pmem.Flush(own, 16);
            pmem.Fence();
            return 0;
        },
        // Wrong only where the first thread saw the writes of both others.
        OnObserve = pmem => new RegisterState(pmem.Load<ulong>(X + 8) == 6 ? 1UL : 0),
    };

    private static string Serialized(ExploreReport report)
    {
        ExploreResult timeless = report.Result with { Seconds = 0, PeakMemoryBytes = 0, SearchMemoryBytes = 0 };
        return JsonSerializer.Serialize(new { timeless, report.Counterexample, report.Outcomes });
    }

    private static ExploreReport Explore(SmallStructure structure, ExploreOptions options) =>
        StructureExplorer.Explore(structure, options with { Threads = 3 }, TestContext.Current.CancellationToken);

    private sealed class ConstantState : AbstractState
    {
        public override (AbstractState Next, ulong Result) Apply(Operation operation, int thread) => (this, 0);

        protected override string Describe() => "0";
    }
}
