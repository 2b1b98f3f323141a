using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>Decides which simulated thread runs: the one with the smallest clock, until it is a quantum ahead of the next.</summary>
/// <remarks>
/// Each simulated thread has an operating-system thread, so that structure code can be stopped in the middle of an operation,
/// but only the one that holds the baton runs; what happens is therefore the same on every run. With one simulated thread
/// the code runs on the caller's thread and the baton never moves.
/// </remarks>
internal sealed class ThreadScheduler : IDisposable
{
    /// <summary>
    /// How far a thread may run ahead, in cycles. A smaller quantum interleaves more finely and hands the baton on more often:
    /// 1,000 cycles are about the length of one persist, and threads seldom interact within less.
    /// </summary>
    private const long QuantumCycles = 1_000;

    /// <summary>How often a thread that runs alone looks whether it should stop, in cycles.</summary>
    private const long PollCycles = 1_000_000;

    private readonly List<TimedThread> _threads = [];
    private readonly List<Slot> _slots = [];
    private int _runningCount;
    private CancellationToken _stop;
    private ExceptionDispatchInfo? _failure;

    private enum SlotState
    {
        Ended,
        Ready,
        Waiting,
    }

    /// <summary>How many threads wait for a store.</summary>
    public int WaitingCount { get; private set; }

    public void Add(TimedThread thread)
    {
        _threads.Add(thread);
        _slots.Add(new Slot());
    }

    /// <summary>Runs a body on the first <paramref name="count"/> threads to its end.</summary>
    /// <exception cref="SimulatedDeadlockException">No thread can go on.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public void Run(int count, Action<int> body, CancellationToken stop)
    {
        _stop = stop;
        _failure = null;
        _runningCount = count;
        WaitingCount = 0;
        for (int i = 0; i < count; i++)
        {
            _slots[i].State = SlotState.Ready;
            _slots[i].Baton.Reset();
        }
        if (count == 1)
        {
            SetLimit(_threads[0]);
            RunBody(0, body);
        }
        else { RunOnOwnThreads(count, body); }
        _failure?.Throw();
    }

    /// <summary>Called by the running thread when its clock has reached its limit: may hand the baton on.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void AtLimit(TimedThread current)
    {
        _stop.ThrowIfCancellationRequested();
        int next = SmallestClock(except: current.Index);
        if (next >= 0 && _threads[next].Core.Clock <= current.Core.Clock) { HandOver(current.Index, next); }
        SetLimit(current);
    }

    /// <summary>Blocks the running thread until a store makes its condition true.</summary>
    public void WaitFor(TimedThread current, SpinWaiter waiter)
    {
        Slot slot = _slots[current.Index];
        slot.State = SlotState.Waiting;
        slot.Waiter = waiter;
        WaitingCount++;
        int next = SmallestClock(except: -1);
        if (next < 0) { throw new SimulatedDeadlockException(DescribeWaits()); }
        HandOver(current.Index, next);
        SetLimit(current);
    }

    /// <summary>Called after the running thread wrote: readies the threads whose condition the write made true.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Wake(TimedThread writer, PmemAddress address, int sizeBytes)
    {
        for (int i = 0; i < _runningCount; i++)
        {
            Slot slot = _slots[i];
            if (slot.State != SlotState.Waiting) { continue; }
            PmemAddress word = slot.Waiter.Address;
            if (word + PersistWord.Bytes <= address || word >= address + sizeBytes) { continue; }
            ulong value = Unsafe.ReadUnaligned<ulong>(ref writer.Memory[word.Offset]);
            if (!slot.Waiter.Condition.IsSatisfiedBy(value, slot.Waiter.Operand)) { continue; }
            slot.State = SlotState.Ready;
            WaitingCount--;
            _threads[i].Core.AdvanceTo(writer.Core.LastStoreVisibleAt, StallCause.SpinWait);

            // No quantum here: a waiting thread has its request under way, and would else starve on a contended lock.
            writer.Limit = Math.Min(writer.Limit, _threads[i].Core.Clock);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Slot slot in _slots) { slot.Baton.Dispose(); }
    }

    private void RunOnOwnThreads(int count, Action<int> body)
    {
        Thread[] system = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            int index = i;
            system[i] = new Thread(() => RunWhenHandedTheBaton(index, body)) { IsBackground = true, Name = $"simulated {index}" };
            system[i].Start();
        }
        _slots[SmallestClock(except: -1)].Baton.Set();
        foreach (Thread thread in system) { thread.Join(); }
    }

    private void RunWhenHandedTheBaton(int index, Action<int> body)
    {
        _slots[index].Baton.Wait();
        if (_failure is null)
        {
            SetLimit(_threads[index]);
            RunBody(index, body);
        }
        _slots[index].Baton.Reset();
    }

    private void RunBody(int index, Action<int> body)
    {
        try
        {
            body(index);
            _slots[index].State = SlotState.Ended;
            int next = SmallestClock(except: -1);
            if (next >= 0) { _slots[next].Baton.Set(); }
            else if (WaitingCount > 0) { throw new SimulatedDeadlockException(DescribeWaits()); }
        }
        catch (AbandonedException)
        {
            // Another thread has failed, and that failure is the result of the run.
        }
#pragma warning disable CA1031 // Any failure of a simulated thread ends the run and is thrown again on the caller's thread.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
            for (int i = 0; i < _runningCount; i++)
            {
                if (i != index) { _slots[i].Baton.Set(); }
            }
        }
    }

    private void HandOver(int from, int to)
    {
        Slot slot = _slots[from];
        slot.Baton.Reset();
        _slots[to].Baton.Set();
        slot.Baton.Wait();
        if (_failure is not null) { throw new AbandonedException(); }
    }

    private void SetLimit(TimedThread current)
    {
        int next = SmallestClock(except: current.Index);
        current.Limit = next >= 0 ? _threads[next].Core.Clock + QuantumCycles : current.Core.Clock + PollCycles;
    }

    /// <summary>The ready thread with the smallest clock, the first of them if there are several, or -1.</summary>
    private int SmallestClock(int except)
    {
        int smallest = -1;
        for (int i = 0; i < _runningCount; i++)
        {
            if (i == except || _slots[i].State != SlotState.Ready) { continue; }
            if (smallest < 0 || _threads[i].Core.Clock < _threads[smallest].Core.Clock) { smallest = i; }
        }
        return smallest;
    }

    private string DescribeWaits() => string.Join("; ", Enumerable.Range(0, _runningCount)
        .Where(i => _slots[i].State == SlotState.Waiting)
        .Select(i => $"thread {i} waits until the word at {_slots[i].Waiter.Address} is {_slots[i].Waiter.Condition} {_slots[i].Waiter.Operand}"));

    /// <summary>Ends a simulated thread after another one has failed.</summary>
    private sealed class AbandonedException : Exception;

    private sealed class Slot
    {
        public ManualResetEventSlim Baton { get; } = new();

        public SlotState State { get; set; }

        public SpinWaiter Waiter { get; set; }
    }
}
