using System.Runtime.ExceptionServices;

namespace Sim.Simulator;

/// <summary>Operating-system threads that start together, and whose first failure is the failure of all.</summary>
internal sealed class ThreadTeam
{
    // How long the others may take to notice a failure; one that waits for a lock of the failed thread never does.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly int _threadCount;
    private int _readyCount;
    private volatile ExceptionDispatchInfo? _failure;

    private ThreadTeam(int threadCount) => _threadCount = threadCount;

    /// <summary>Whether a thread has failed or the team was stopped: then the others end early.</summary>
    public bool HasFailed => _failure is not null;

    /// <summary>Runs a body on each thread and waits for all; throws what the first thread that fails throws.</summary>
    /// <param name="threadCount">How many threads.</param>
    /// <param name="body">What thread number i does; it calls <see cref="AwaitStart"/> once.</param>
    /// <param name="stop">Stops the team as a failure does.</param>
    /// <exception cref="OperationCanceledException">The team was stopped.</exception>
    public static void Run(int threadCount, Action<ThreadTeam, int> body, CancellationToken stop = default)
    {
        stop.ThrowIfCancellationRequested();
        ThreadTeam team = new(threadCount);
        using CancellationTokenRegistration registration = stop.Register(() => team.Fail(new OperationCanceledException(stop)));
        Thread[] threads = new Thread[threadCount];
        for (int i = 0; i < threadCount; i++)
        {
            int number = i;
            threads[i] = new Thread(() => team.RunOne(body, number)) { IsBackground = true };
            threads[i].Start();
        }
        bool isOver = false;
        foreach (Thread thread in threads)
        {
            // One that waits for ever costs the patience once, not once for each thread behind it.
            while (!isOver && !thread.Join(Patience)) { isOver = team.HasFailed; }
        }
        team._failure?.Throw();
    }

    /// <summary>Waits until every thread is ready.</summary>
    public void AwaitStart()
    {
        Interlocked.Increment(ref _readyCount);
        SpinWait wait = default;
        while (Volatile.Read(ref _readyCount) < _threadCount && !HasFailed) { wait.SpinOnce(sleep1Threshold: -1); }
    }

    private void RunOne(Action<ThreadTeam, int> body, int number)
    {
        try
        {
            body(this, number);
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    private void Fail(Exception failure) => Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
}
