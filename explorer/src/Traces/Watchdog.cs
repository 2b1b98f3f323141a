using System.Diagnostics;

namespace Sim.Explorer.Traces;

/// <summary>Ends children that run longer than a limit: recovery code may loop forever on a damaged image.</summary>
internal sealed class Watchdog : IDisposable
{
    private const int ChecksPerLimit = 20;
    private readonly TimeSpan _limit;
    private readonly List<Watch> _running = [];
    private readonly Timer _timer;

    /// <summary>Starts to watch.</summary>
    /// <param name="limit">How long a child may run.</param>
    public Watchdog(TimeSpan limit)
    {
        _limit = limit;
        _timer = new Timer(_ => KillExpired(), null, limit / ChecksPerLimit, limit / ChecksPerLimit);
    }

    /// <summary>Watches a child that starts now.</summary>
    public Watch Start(ChildProcess child)
    {
        Watch watch = new(child, Stopwatch.GetTimestamp());
        lock (_running) { _running.Add(watch); }
        return watch;
    }

    /// <summary>Ends watching a child.</summary>
    /// <returns>Whether it was killed.</returns>
    public bool Stop(Watch watch)
    {
        lock (_running) { _running.Remove(watch); }
        return watch.HasExpired;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void KillExpired()
    {
        lock (_running)
        {
            foreach (Watch watch in _running)
            {
                if (Stopwatch.GetElapsedTime(watch.StartedAt) < _limit) { continue; }
                watch.HasExpired = true;
                watch.Child.KillRunning();
            }
        }
    }
}

/// <summary>A child that is being watched.</summary>
/// <param name="child">The child.</param>
/// <param name="startedAt">When it started.</param>
internal sealed class Watch(ChildProcess child, long startedAt)
{
    /// <summary>The child.</summary>
    public ChildProcess Child => child;

    /// <summary>When it started.</summary>
    public long StartedAt => startedAt;

    /// <summary>Whether it ran too long.</summary>
    public bool HasExpired { get; set; }
}
