using Sim.CacheModel;

namespace Sim.Structures.Tests;

/// <summary>What a <see cref="PlainPmem"/> counts, and where it makes a thread die.</summary>
public sealed class PmemCounts
{
    private readonly List<(EventKind Kind, string Label)> _events = [];

    /// <summary>The event before which the thread dies, or null.</summary>
    public (EventKind Kind, string Label)? DiesBefore { get; set; }

    /// <summary>The stores, flushes, fences and exchanges so far.</summary>
    public IReadOnlyList<(EventKind Kind, string Label)> Events => _events;

    public int Flushes => Of(EventKind.Flush);

    public int Fences => Of(EventKind.Fence);

    public int Of(EventKind kind) => _events.Count(passed => passed.Kind == kind);

    public void Clear() => _events.Clear();

    public void Pass(EventKind kind, string label)
    {
        if (DiesBefore == (kind, label)) { throw new ThreadDiedException(); }
        _events.Add((kind, label));
    }
}

/// <summary>The thread died where the test wanted it to.</summary>
public sealed class ThreadDiedException : Exception;
