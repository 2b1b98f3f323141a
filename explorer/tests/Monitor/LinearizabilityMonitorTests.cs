using CsCheck;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Explorer.Tests;

public sealed class LinearizabilityMonitorTests
{
    private readonly SpecificationTable _specification = new(new GrowthLock());
    private readonly LinearizabilityMonitor _monitor;
    private int _state;

    public LinearizabilityMonitorTests()
    {
        _monitor = new LinearizabilityMonitor(_specification, threadCount: 3, new GrowthLock());
        _state = _monitor.Start(_specification.Intern(new QueueState()));
    }

    private string[] Admissible =>
        [.. _monitor.Admissible(_monitor.AdmissibleAfterCrash(_state)).ToArray().Select(state => _specification.State(state).Text).Order(StringComparer.Ordinal)];

    [Fact]
    public void A_queue_that_nobody_uses_is_admissible_as_it_is() => Assert.Equal(["[]"], Admissible);

    [Fact]
    public void A_pending_enqueue_may_be_in_or_out_and_a_completed_one_is_in()
    {
        Invoke(0, QueueState.Enqueue(1));
        Assert.Equal(["[1]", "[]"], Admissible);
        Respond(0, 0);
        Assert.Equal(["[1]"], Admissible);
    }

    [Fact]
    public void Two_pending_enqueues_may_be_in_or_out_in_either_order()
    {
        Invoke(0, QueueState.Enqueue(1));
        Invoke(1, QueueState.Enqueue(2));
        Assert.Equal(["[1 2]", "[1]", "[2 1]", "[2]", "[]"], Admissible);
        Respond(1, 0);
        Assert.Equal(["[1 2]", "[2 1]", "[2]"], Admissible);
    }

    [Fact]
    public void A_pending_dequeue_may_have_taken_the_oldest_value()
    {
        Run(0, QueueState.Enqueue(1), 0);
        Run(0, QueueState.Enqueue(2), 0);
        Invoke(1, QueueState.Dequeue);
        Assert.Equal(["[1 2]", "[2]"], Admissible);
    }

    [Fact]
    public void A_dequeue_sees_either_of_two_concurrent_enqueues_first_and_that_fixes_their_order()
    {
        Invoke(0, QueueState.Enqueue(1));
        Invoke(1, QueueState.Enqueue(2));
        Respond(0, 0);
        Respond(1, 0);
        Assert.Equal(["[1 2]", "[2 1]"], Admissible);
        Run(2, QueueState.Dequeue, 2);
        Assert.Equal(["[1]"], Admissible);
        Run(2, QueueState.Dequeue, 1);
        Assert.Equal(["[]"], Admissible);
    }

    [Fact]
    public void Values_that_were_enqueued_one_after_the_other_cannot_leave_in_the_other_order()
    {
        Run(0, QueueState.Enqueue(1), 0);
        Run(1, QueueState.Enqueue(2), 0);
        Invoke(2, QueueState.Dequeue);
        Respond(2, 2);
        Assert.Equal(-1, _state);
    }

    [Fact]
    public void A_completed_enqueue_cannot_be_missed()
    {
        Run(0, QueueState.Enqueue(1), 0);
        Invoke(1, QueueState.Dequeue);
        Respond(1, 0);
        Assert.Equal(-1, _state);
    }

    [Fact]
    public void A_dequeue_may_return_the_value_of_an_enqueue_that_is_still_pending_which_is_then_in()
    {
        Invoke(0, QueueState.Enqueue(1));
        Run(1, QueueState.Dequeue, 1);
        Assert.Equal(["[]"], Admissible);
        Respond(0, 0);
        Assert.Equal(["[]"], Admissible);
    }

    [Fact]
    public void One_value_cannot_leave_twice()
    {
        Run(0, QueueState.Enqueue(1), 0);
        Invoke(0, QueueState.Dequeue);
        Invoke(1, QueueState.Dequeue);
        Respond(0, 1);
        Respond(1, 1);
        Assert.Equal(-1, _state);
    }

    [Fact]
    public void Histories_that_allow_the_same_future_are_one_state()
    {
        Invoke(0, QueueState.Enqueue(1));
        Invoke(1, QueueState.Enqueue(2));
        int first = _state;
        _state = _monitor.Start(_specification.Intern(new QueueState()));
        Invoke(1, QueueState.Enqueue(2));
        Invoke(0, QueueState.Enqueue(1));
        Assert.Equal(first, _state);
    }

    /// <summary>Each number of a random history picks the thread; its operation begins, or ends with a result.</summary>
    [Fact]
    public void A_history_is_accepted_exactly_if_some_order_of_its_operations_explains_it() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.ULong[0, 2]).Array[0, 8].Sample(steps =>
        {
            LinearizabilityMonitorTests test = new();
            List<HistoryCall> calls = [];
            for (int time = 0; time < steps.Length && test._state >= 0; time++)
            {
                (int thread, int kind, ulong result) = steps[time];
                HistoryCall? pending = calls.Find(call => call.Thread == thread && call.End == int.MaxValue);
                if (pending is null)
                {
                    calls.Add(new HistoryCall(thread, kind == 0 ? QueueState.Dequeue : QueueState.Enqueue((ulong)kind), time));
                    test.Invoke(thread, calls[^1].Operation);
                }
                else
                {
                    (pending.End, pending.Result) = (time, pending.Operation.Kind == 0 ? 0 : result);
                    test.Respond(thread, pending.Result);
                }
            }
            SortedSet<string> states = new(StringComparer.Ordinal);
            CollectExplanations(calls, new QueueState(), states);
            return test._state < 0 ? states.Count == 0 : states.SetEquals(test.Admissible);
        });

    /// <summary>Every order of the completed operations and some pending ones that respects real time and gives the results.</summary>
    private static void CollectExplanations(List<HistoryCall> remaining, AbstractState state, SortedSet<string> states)
    {
        if (remaining.TrueForAll(call => call.End == int.MaxValue)) { states.Add(state.Text); }
        foreach (HistoryCall call in remaining.Where(call => remaining.TrueForAll(other => other.End > call.Begin)))
        {
            (AbstractState next, ulong result) = state.Apply(call.Operation, call.Thread);
            if (call.End != int.MaxValue && result != call.Result) { continue; }
            CollectExplanations([.. remaining.Where(other => other != call)], next, states);
        }
    }

    private void Run(int thread, Operation operation, ulong result)
    {
        Invoke(thread, operation);
        Respond(thread, result);
    }

    private void Invoke(int thread, Operation operation) =>
        _state = _monitor.Invoke(_state, _specification.InternOperation(operation, thread));

    private void Respond(int thread, ulong result) => _state = _monitor.Respond(_state, thread, _specification.InternResult(result));

    private sealed class HistoryCall(int thread, Operation operation, int begin)
    {
        public int Thread => thread;

        public Operation Operation => operation;

        public int Begin => begin;

        public int End { get; set; } = int.MaxValue;

        public ulong Result { get; set; }
    }
}
