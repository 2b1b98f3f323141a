using System.Numerics;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Traces;

/// <summary>A way to explore a trace: takes its events and gives crash images to a sink.</summary>
internal interface ITraceEngine
{
    /// <summary>The markers passed so far.</summary>
    MarkerPath Markers { get; }

    /// <summary>Crash points (for the engines of pmreorder: barriers at which images are checked).</summary>
    long PointCount { get; }

    /// <summary>Crash states (sequences) of all points, skipped ones too.</summary>
    BigInteger StateCount { get; }

    /// <summary>The most states of one point.</summary>
    BigInteger LargestPoint { get; }

    /// <summary>Distinct images of the points that were not skipped.</summary>
    BigInteger DistinctCount { get; }

    /// <summary>Points with too many states to enumerate.</summary>
    long SkippedPointCount { get; }

    /// <summary>Whether the sink wanted no more.</summary>
    bool IsStopped { get; }

    /// <summary>Whether the part to explore has begun.</summary>
    bool HasStarted { get; }

    /// <summary>Takes the next event.</summary>
    void Take(in TraceEvent item, long index);

    /// <summary>Ends the trace.</summary>
    void Finish(long index);
}
