using Sim.Simulator;
using static Sim.Explorer.Tests.RegisterState;
using static Sim.Explorer.Tests.SmallStructure;

namespace Sim.Explorer.Tests;

public sealed class ShiftedStructureTests
{
    /// <summary>Two neighbouring words without a flush between them: sound only as long as they share a line.</summary>
    private static readonly SmallStructure Neighbours = new()
    {
        Workloads = [Threads([Write(1)])],
        OnExecute = (pmem, _, operation) =>
        {
            pmem.Store(X, operation.Key);
            pmem.Store(X + 8, operation.Key);
            pmem.Flush(X, 16);
            pmem.Fence();
            return 0;
        },
        OnRecover = pmem =>
        {
            if (pmem.Load<ulong>(X + 8) > pmem.Load<ulong>(X)) { throw new InvalidOperationException("the second word is ahead"); }
        },
    };

    [Theory]
    [InlineData(0, "holds")]
    [InlineData(48, "holds")]
    [InlineData(56, "violated")]
    public void A_defect_that_depends_on_what_shares_a_line_shows_where_it_does_not(int bytes, string verdict)
    {
        ExploreReport report = StructureExplorer.Explore(new ShiftedStructure(Neighbours, bytes), new ExploreOptions(), TestContext.Current.CancellationToken);
        Assert.Equal((verdict, bytes), (report.Result.Verdict, report.Result.ShiftBytes));
        if (report.Counterexample is { } counterexample) { Assert.True(CounterexampleReplay.Replay(Neighbours, counterexample).Reproduced); }
    }
}
