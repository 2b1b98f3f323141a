using Sim.CacheModel;

namespace Sim.Explorer.Tests;

public sealed class SpecificationTableTests
{
    private readonly SpecificationTable _table = new(new GrowthLock());

    [Fact]
    public void States_with_the_same_text_are_one_state()
    {
        Assert.Equal(_table.Intern(new QueueState(1, 2)), _table.Intern(new QueueState(1, 2)));
        Assert.NotEqual(_table.Intern(new QueueState(1, 2)), _table.Intern(new QueueState(2, 1)));
    }

    [Fact]
    public void An_operation_gives_the_state_and_the_result_of_the_specification()
    {
        int dequeue = _table.InternOperation(QueueState.Dequeue, thread: 1);
        (int state, int result) = _table.Apply(_table.Intern(new QueueState(7, 8)), dequeue);
        Assert.Equal(("[8]", 7UL), (_table.State(state).Text, _table.Result(result)));
        Assert.Equal((state, result), _table.Apply(_table.Intern(new QueueState(7, 8)), dequeue));
    }

    [Fact]
    public void The_same_operation_of_two_threads_is_two_operations()
    {
        int first = _table.InternOperation(QueueState.Dequeue, thread: 0);
        int second = _table.InternOperation(QueueState.Dequeue, thread: 1);
        Assert.NotEqual(first, second);
        Assert.Equal((QueueState.Dequeue, 1), _table.Operation(second));
    }
}
