using Sim.Simulator;
using Sim.Simulator.Results;

namespace Sim.Structures.Tests;

public sealed class CcehCostTests
{
    private static readonly CcehKeys Keys = new(CcehGeometry.Small);
    private static readonly ulong Left = Keys.Take(0, 3);
    private static readonly ulong Right = Keys.Take(1, 3);
    private static readonly ulong OtherRight = Keys.Take(1, 3);

    private readonly PowerFailMemory _memory = new(new byte[4096]);
    private readonly Cceh<PowerFailPmem> _table;

    public CcehCostTests()
    {
        _table = new(new PowerFailPmem(_memory), CcehGeometry.Small);
        _table.Create(threadCount: 1);
        _memory.ResetCounts();
    }

    private (int Flushes, int Fences, int Locked) Cost => (_memory.FlushCount, _memory.FenceCount, _memory.LockedCount);

    [Fact]
    public void An_insert_costs_one_flush_and_the_three_published_fences_beside_lock_claim_and_unlock()
    {
        _table.Insert(0, Left, 1);

        Assert.Equal((1, 3, 3), Cost);
    }

    [Fact]
    public void Replacing_a_value_costs_one_flush_and_one_fence()
    {
        _table.Insert(0, Left, 1);
        _memory.ResetCounts();
        _table.Insert(0, Left, 2);

        Assert.Equal((1, 1, 2), Cost);
    }

    [Fact]
    public void A_hit_writes_back_what_it_returns_and_a_miss_nothing()
    {
        _table.Insert(0, Left, 1);
        _memory.ResetCounts();
        _table.TryGet(Left, out _);
        Assert.Equal((1, 1, 2), Cost);

        _memory.ResetCounts();
        _table.TryGet(Right, out _);
        Assert.Equal((0, 0, 2), Cost);
    }

    [Fact]
    public void A_delete_costs_one_flush_and_one_fence_and_nothing_where_the_key_is_absent()
    {
        _table.Insert(0, Left, 1);
        _memory.ResetCounts();
        _table.Delete(Left);
        Assert.Equal((1, 1, 1), Cost);

        _memory.ResetCounts();
        _table.Delete(Left);
        Assert.Equal((0, 0, 1), Cost);
    }

    /// <summary>
    /// Lines: the allocator's, six of two segments, two of the directory, one of the root. Fences: allocation, segments,
    /// directory, root. Locked: two locks of the shared kind and one exclusive with their two unlocks, directory,
    /// claim.
    /// </summary>
    [Fact]
    public void An_insert_that_doubles_the_directory_adds_ten_flushes_and_four_fences()
    {
        Fill();
        _table.Insert(0, OtherRight, 1);

        Assert.Equal((1 + 10, 3 + 4, 7), Cost);
    }

    [Fact]
    public void Recovery_of_a_sound_table_flushes_nothing()
    {
        Fill();
        _table.Recover();

        Assert.Equal((0, 1, 0), Cost);
    }

    /// <summary>Published: 3.01 fences an insert over 2 million, and 2.05 flushes with 8 initial segments; here over 20,000.</summary>
    [Fact]
    public void Timed_inserts_cost_the_published_number_of_fences()
    {
        CcehStructure paper = new(CcehGeometry.Paper);
        TimedRunOptions options = new() { Ops = 20_000, Keys = 0 };

        RunResult result = TimedRunner.Run(paper, Platform.Load("optane-g1-adr"), options, TestContext.Current.CancellationToken);

        Assert.InRange(result.FencesPerOp, 3.01 * 0.99, 3.01 * 1.01);
    }

    private void Fill()
    {
        _table.Insert(0, Left, 1);
        _table.Insert(0, Right, 1);
        _memory.ResetCounts();
    }
}
