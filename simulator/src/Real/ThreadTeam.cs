using System.Runtime.ExceptionServices;

namespace Sim.Simulator;

/// <summary>Operating-system threads that start together, and whose first failure is the failure of all.</summary>
internal sealed class ThreadTeam
{
    // How long the others may take to notice a failure; one that waits for a lock of the failed thread never does.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly int _threadCount;
    private int _readyCount;
    private volatile ExceptionDispatchInfo? _failure;

    private ThreadTeam(int threadCount) => _threadCount = threadCount;

    /// <summary>Whether a thread has failed: then the others end early.</summary>
    public bool HasFailed => _failure is not null;

    /// <summary>Runs a body on each thread and waits for all; throws what the first thread that fails throws.</summary>
    /// <param name="threadCount">How many threads.</param>
    /// <param name="body">What thread number i does; it calls <see cref="AwaitStart"/> once.</param>
    public static void Run(int threadCount, Action<ThreadTeam, int> body)
    {
        ThreadTeam team = new(threadCount);
        Thread[] threads = new Thread[threadCount];
        for (int i = 0; i < threadCount; i++)
        {
            int number = i;
            threads[i] = new Thread(() => team.RunOne(body, number)) { IsBackground = true };
            threads[i].Start();
        }
        foreach (Thread thread in threads)
        {
            while (!thread.Join(Patience) && !team.HasFailed) { }
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
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
        }
    }
}
