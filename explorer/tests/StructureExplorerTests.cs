using Sim.CacheModel;
using Sim.Simulator;
using static Sim.Explorer.Tests.RegisterState;
using static Sim.Explorer.Tests.SmallStructure;

namespace Sim.Explorer.Tests;

public sealed class StructureExplorerTests
{
    [Fact]
    public void A_register_that_flushes_and_fences_is_durably_linearizable()
    {
        ExploreReport report = Explore(DurableRegister([Write(1), Write(2)]));
        Assert.Equal(("holds", "complete", null), (report.Result.Verdict, report.Result.Completeness, report.Result.Property));
        Assert.Equal(["0", "1", "2"], report.Outcomes);
        // An operation passes through: issued, fence issued before the store drained, or after it, done.
        Assert.Equal((9L, 10L), (report.Result.States, report.Result.Transitions));
        Assert.Null(report.Counterexample);
    }

    [Fact]
    public void A_write_that_is_not_flushed_can_be_lost()
    {
        ExploreReport report = Explore(VolatileRegister([Write(1)]));
        Assert.Equal(("violated", "durable linearizability"), (report.Result.Verdict, report.Result.Property));
        Assert.Equal(("0", "1"), (report.Counterexample!.Recovered, Assert.Single(report.Counterexample.Allowed)));
    }

    [Fact]
    public void Under_strict_persistency_nothing_needs_a_flush() =>
        Assert.Equal("holds", Explore(VolatileRegister([Write(1), Write(2)]), new ExploreOptions { Model = "strict" }).Result.Verdict);

    [Fact]
    public void A_write_after_a_reader_saw_it_must_survive()
    {
        ExploreReport report = Explore(new SmallStructure
        {
            Workloads = [Threads([Write(1)], [Read])],
            OnExecute = (pmem, _, operation) =>
            {
                if (operation.Kind == 1) { return pmem.Load<ulong>(X); }
                pmem.Store(X, operation.Key);
                pmem.Flush(X, 8);
                pmem.Fence();
                return 0;
            },
        });
        Assert.Equal("durable linearizability", report.Result.Property);
        Assert.Contains(report.Counterexample!.Steps, step => step.Thread == 1 && step.Text == "returns 1");
    }

    [Fact]
    public void Two_increments_without_a_lock_are_not_linearizable()
    {
        ExploreReport report = Explore(DurableRegister([Increment], [Increment]));
        Assert.Equal("linearizability", report.Result.Property);
        Assert.Matches("no order of the operations explains that thread [01] gets 1", report.Counterexample!.Summary);
        Assert.Empty(report.Counterexample.Lines);
    }

    [Fact]
    public void Two_locks_taken_in_opposite_orders_are_a_deadlock()
    {
        ExploreReport report = Explore(new SmallStructure
        {
            Workloads = [Threads([Read], [Read])],
            OnExecute = (pmem, thread, _) =>
            {
                (PmemAddress first, PmemAddress second) = thread == 0 ? (Y, Z) : (Z, Y);
                Acquire(pmem, first);
                Acquire(pmem, second);
                pmem.Store(second, 0UL);
                pmem.Store(first, 0UL);
                return 0;
            },
        });
        Assert.Equal("progress", report.Result.Property);
        Assert.Equal("every thread waits for ever: a deadlock", report.Counterexample!.Summary);
    }

    [Fact]
    public void Two_locks_taken_in_the_same_order_are_no_deadlock() =>
        Assert.Equal("holds", Explore(new SmallStructure
        {
            Workloads = [Threads([Read], [Read])],
            OnExecute = (pmem, _, _) =>
            {
                Acquire(pmem, Y);
                Acquire(pmem, Z);
                pmem.Store(Z, 0UL);
                pmem.Store(Y, 0UL);
                return 0;
            },
        }).Result.Verdict);

    [Fact]
    public void An_operation_that_never_ends_is_found()
    {
        ExploreReport report = Explore(Operation(pmem =>
        {
            while (true) { pmem.Mark(Marker.Label); }
        }));
        Assert.Equal(("termination", "an operation does not end within 20000 memory events"), (report.Result.Property, report.Counterexample!.Summary));
    }

    [Fact]
    public void An_operation_that_throws_is_found()
    {
        ExploreReport report = Explore(Operation(_ => throw new InvalidOperationException("no such bucket")));
        Assert.Equal("no fault", report.Result.Property);
        Assert.Equal("an operation throws InvalidOperationException: no such bucket", report.Counterexample!.Summary);
    }

    [Fact]
    public void An_access_outside_the_mapping_is_found() =>
        Assert.Equal("no fault", Explore(Operation(pmem => pmem.Flush(new PmemAddress(510), 8))).Result.Property);

    [Fact]
    public void A_recovery_that_throws_is_found_with_the_image_that_makes_it_throw()
    {
        ExploreReport report = Explore(new SmallStructure
        {
            Workloads = [Threads([Write(1)])],
            OnExecute = (pmem, _, _) =>
            {
                pmem.Store(Y, 1UL);
                pmem.Store(X, 1UL);
                return 0;
            },
            OnRecover = pmem =>
            {
                if (pmem.Load<ulong>(X) == 1 && pmem.Load<ulong>(Y) == 0) { throw new InvalidOperationException("x without y"); }
            },
            OnObserve = _ => new RegisterState(0),
            Empty = new ForgetfulState(),
        });
        Assert.Equal(("recovery", "InvalidOperationException: x without y"), (report.Result.Property, report.Counterexample!.Recovered));
    }

    [Fact]
    public void A_recovery_that_waits_for_a_lost_value_is_found()
    {
        ExploreReport report = Explore(new SmallStructure
        {
            Workloads = [Threads([Read])],
            OnExecute = (_, _, _) => 0,
            OnRecover = pmem => pmem.SpinUntil(Y, SpinCondition.Equal, 1),
        });
        Assert.Equal(("recovery", "recovery waits for ever"), (report.Result.Property, report.Counterexample!.Recovered));
    }

    [Fact]
    public void A_recovered_structure_that_no_longer_works_is_found_by_the_probe()
    {
        ExploreReport report = Explore(new SmallStructure
        {
            Workloads = [Threads([Read]) with { Probe = [Increment] }],
            OnExecute = (_, _, _) => 0,
        });
        Assert.Equal(("recovered structure works", "0, but then increment() returns 0 instead of 1"), (report.Result.Property, report.Counterexample!.Recovered));
    }

    [Fact]
    public void A_setup_that_answers_wrongly_is_found()
    {
        ExploreReport report = Explore(new SmallStructure
        {
            Workloads = [Threads([Read]) with { Setup = [Increment] }],
            OnExecute = (_, _, _) => 0,
        });
        Assert.Equal(("sequential specification", "in the setup increment() returns 0 instead of 1"), (report.Result.Property, report.Counterexample!.Summary));
    }

    [Fact]
    public void What_the_setup_did_not_persist_can_be_lost() =>
        Assert.Equal(["0", "1"], Explore(
            VolatileRegister([Read]) with { Workloads = [Threads([Read]) with { Setup = [Write(1)] }] },
            new ExploreOptions { CollectsOutcomesOnly = true }).Outcomes);

    [Fact]
    public void A_recovery_whose_repair_a_second_crash_undoes_is_found_only_with_nested_crashes()
    {
        SmallStructure structure = new()
        {
            Workloads = [Threads([Write(1)])],
            OnExecute = (pmem, _, _) =>
            {
                pmem.Store(Y, 1UL);
                pmem.Flush(Y, 8);
                pmem.Fence();
                return 0;
            },
            OnRecover = pmem =>
            {
                // The intent is taken back durably before the value that it stands for is durable.
                if (pmem.Load<ulong>(Y) == 0) { return; }
                pmem.Store(X, 1UL);
                pmem.Store(Y, 0UL);
                pmem.Flush(Y, 8);
                pmem.Fence();
            },
        };
        Assert.Equal("holds", Explore(structure, new ExploreOptions { NestedCrashes = 0 }).Result.Verdict);
        ExploreReport report = Explore(structure, new ExploreOptions { NestedCrashes = 1 });
        Assert.Equal("violated", report.Result.Verdict);
        Assert.Equal(("durable recovery", "1, then after a second crash 0"), (report.Result.Property, report.Counterexample!.Recovered));
    }

    [Fact]
    public void A_recovery_that_cannot_be_interrupted_is_found_and_the_second_crash_is_shown()
    {
        SmallStructure structure = new()
        {
            Workloads = [Threads([Read])],
            OnExecute = (pmem, _, _) => pmem.Load<ulong>(X),
            OnRecover = pmem =>
            {
                if (pmem.Load<ulong>(Y) == 1) { throw new InvalidOperationException("somebody recovers"); }
                pmem.Store(Y, 1UL);
                pmem.Flush(Y, 8, kind: FlushKind.Clflush);
                pmem.Store(Y, 0UL);
                pmem.Flush(Y, 8, kind: FlushKind.Clflush);
                pmem.Fence();
            },
        };
        Assert.Equal("holds", Explore(structure, new ExploreOptions { NestedCrashes = 0 }).Result.Verdict);
        ExploreReport report = Explore(structure, new ExploreOptions { NestedCrashes = 1 });
        Assert.Equal("recovery", report.Result.Property);
        Assert.Single(report.Counterexample!.Recovery, step => step.Kind == "crash");
        Assert.Equal("load 0x80 -> 1", report.Counterexample.Recovery[^1].Text);
    }

    [Theory]
    [InlineData(true, "holds")]
    [InlineData(false, "violated")]
    public void A_second_crash_keeps_what_recovery_stored_past_the_caches_and_fenced(bool isNonTemporal, string verdict) =>
        Assert.Equal(verdict, Explore(new SmallStructure
        {
            Workloads = [Threads([Read])],
            OnExecute = (_, _, _) => 0,
            OnRecover = pmem =>
            {
                if (pmem.Load<ulong>(Y) == 1 && pmem.Load<ulong>(Z) == 0) { throw new InvalidOperationException("y without z"); }
                if (isNonTemporal) { pmem.StoreNonTemporal(Z, 1UL); }
                else { pmem.Store(Z, 1UL); }
                pmem.Fence();
                pmem.Store(Y, 1UL);
                pmem.Flush(Y, 8);
                pmem.Fence();
            },
        }).Result.Verdict);

    [Fact]
    public void The_counterexample_is_a_shortest_one()
    {
        // The second operation's begin is the first moment at which the first one's write must have survived.
        ExploreReport report = Explore(VolatileRegister([Write(1), Write(2), Write(3)]));
        Assert.Equal([0, 0], report.Counterexample!.Schedule);
        Assert.Equal(["write(1)", "store 0x40 = 1", "returns 0"], report.Counterexample.Steps.Select(step => step.Text));
    }

    [Fact]
    public void A_search_that_reaches_its_bound_is_cut_short()
    {
        ExploreReport report = Explore(DurableRegister([Write(1), Write(2)]), new ExploreOptions { MaxStates = 3 });
        Assert.Equal(("holds", "cut short", "states", 3L),
            (report.Result.Verdict, report.Result.Completeness, report.Result.CutShortBy, report.Result.States));
    }

    [Fact]
    public void A_search_that_is_cancelled_is_cut_short()
    {
        ExploreReport report = StructureExplorer.Explore(DurableRegister([Write(1)]), new ExploreOptions(), new CancellationToken(canceled: true));
        Assert.Equal(("holds", "cut short", "request", 1L),
            (report.Result.Verdict, report.Result.Completeness, report.Result.CutShortBy, report.Result.States));
    }

    [Fact]
    public void A_search_that_runs_out_of_memory_or_time_says_so()
    {
        ExploreReport small = Explore(DurableRegister([Write(1), Write(2)]), new ExploreOptions { MaxMemoryBytes = 1 });
        Assert.Equal(("holds", "cut short", "memory"), (small.Result.Verdict, small.Result.Completeness, small.Result.CutShortBy));
        ExploreReport late = Explore(DurableRegister([Write(1), Write(2)]), new ExploreOptions { MaxTime = TimeSpan.Zero });
        Assert.Equal(("holds", "cut short", "time"), (late.Result.Verdict, late.Result.Completeness, late.Result.CutShortBy));
    }

    [Fact]
    public void A_violation_found_before_the_bound_is_conclusive()
    {
        ExploreReport report = Explore(VolatileRegister([Write(1), Write(2)]), new ExploreOptions { MaxStates = 4 });
        Assert.Equal(("violated", "complete"), (report.Result.Verdict, report.Result.Completeness));
    }

    [Fact]
    public void An_unknown_model_or_workload_is_the_users_mistake()
    {
        Assert.Equal($"unknown model 'tso', expected one of: {string.Join(", ", PersistencyModel.All.Select(known => known.Name))}",
            Assert.Throws<InputException>(() => Explore(DurableRegister([Read]), new ExploreOptions { Model = "tso" })).Message);
        Assert.Equal("unknown workload 'w', expected one of: workload",
            Assert.Throws<InputException>(() => Explore(DurableRegister([Read]), new ExploreOptions { Workloads = ["w"] })).Message);
    }

    private static void Acquire(IPmem pmem, PmemAddress address)
    {
        while (pmem.CompareExchange(address, 0UL, 1UL) != 0) { pmem.SpinUntil(address, SpinCondition.Equal, 0); }
    }

    private static SmallStructure Operation(Action<IPmem> code) => new()
    {
        Workloads = [Threads([Read])],
        OnExecute = (pmem, _, _) =>
        {
            code(pmem);
            return 0;
        },
    };

    private static ExploreReport Explore(SmallStructure structure, ExploreOptions? options = null) =>
        StructureExplorer.Explore(structure, options ?? new ExploreOptions(), TestContext.Current.CancellationToken);

    /// <summary>A specification without a state of its own: it looks like the register that holds 0.</summary>
    private sealed class ForgetfulState : AbstractState
    {
        public override (AbstractState Next, ulong Result) Apply(Operation operation, int thread) => (this, 0);

        protected override string Describe() => "0";
    }
}
