using Sim.Simulator;

namespace Sim.Explorer.Tests;

/// <summary>Structures that keep state outside the mapping: they must be refused, not explored on.</summary>
public sealed class NondeterminismTests
{
    private int _runs;

    [Fact]
    public void A_structure_that_counts_its_calls_is_reported_with_both_events()
    {
        NondeterminismException exception = Assert.Throws<NondeterminismException>(
            () => Explore(pmem => pmem.Store(SmallStructure.Z, (ulong)_runs, "count")));
        Assert.Matches(
            @"event 1 was 'store count \(\S+\) at 0xc0 of 0x1' and is now 'store count \(\S+\) at 0xc0 of 0x2'", exception.Message);
    }

    [Fact]
    public void A_structure_that_skips_an_event_is_reported()
    {
        NondeterminismException exception = Assert.Throws<NondeterminismException>(() => Explore(pmem =>
        {
            if (_runs == 1) { pmem.Load<ulong>(SmallStructure.Z, "again"); }
        }));
        Assert.Matches(@"event 1 was 'load again \(\S+\) at 0xc0 of 0x0' and is now 'load y \(\S+\) at 0x80 of 0x0'", exception.Message);
    }

    [Fact]
    public void A_structure_that_throws_now_and_then_is_reported()
    {
        NondeterminismException exception = Assert.Throws<NondeterminismException>(() => Explore(_ =>
        {
            if (_runs == 2) { throw new TimeoutException("late"); }
        }));
        Assert.Matches(@"event 1 was 'load y \(\S+\) at 0x80 of 0x0' and is now 'an exception'", exception.Message);
    }

    [Fact]
    public void A_structure_that_returns_earlier_than_before_is_reported()
    {
        bool returnsEarly = false;
        NondeterminismException exception = Assert.Throws<NondeterminismException>(() => StructureExplorer.Explore(
            new SmallStructure
            {
                Workloads = [SmallStructure.Threads([RegisterState.Write(0)], [RegisterState.Read])],
                OnExecute = (pmem, thread, _) =>
                {
                    if (thread == 0) { pmem.Store(SmallStructure.Y, 1UL); }
                    else if (!returnsEarly) { pmem.Load<ulong>(SmallStructure.Y, "y"); }
                    returnsEarly |= thread == 1;
                    return 0;
                },
            },
            new ExploreOptions(), TestContext.Current.CancellationToken));
        Assert.Matches(@"event 0 was 'load y \(\S+\) at 0x80 of 0x0' and is now 'return 0'", exception.Message);
    }

    // The reader runs once for each value of y, over the same value of x.
    private void Explore(Action<IPmem> onReader) => StructureExplorer.Explore(
        new SmallStructure
        {
            Workloads = [SmallStructure.Threads([RegisterState.Write(0)], [RegisterState.Read])],
            OnExecute = (pmem, thread, _) =>
            {
                if (thread == 0)
                {
                    pmem.Store(SmallStructure.Y, 1UL, "y");
                    return 0;
                }
                _runs++;
                pmem.Load<ulong>(SmallStructure.X, "x");
                onReader(pmem);
                pmem.Load<ulong>(SmallStructure.Y, "y");
                return 0;
            },
        },
        new ExploreOptions(), TestContext.Current.CancellationToken);
}
