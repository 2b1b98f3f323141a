using Sim.Simulator.Results;

namespace Sim.Plots.Tests;

public sealed class OperationSpanTests
{
    [Fact]
    public void A_finished_operation_spans_from_begin_to_return_and_an_unfinished_one_to_the_end()
    {
        IReadOnlyList<ExecutionStep> steps = SamplesOfCounterexamples.LostEnqueue().Steps;

        Assert.Equal(
            [new OperationSpan(0, 0, 19, "enqueue(7)", true), new OperationSpan(1, 4, 23, "enqueue(9)", false)], OperationSpan.Find(steps));
    }

    [Fact]
    public void A_return_without_a_begin_is_no_operation() =>
        Assert.Empty(OperationSpan.Find([new(0, "return", "returns 1", "", "", -1)]));
}
