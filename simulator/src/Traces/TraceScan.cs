using Sim.CacheModel;

namespace Sim.Simulator.Traces;

/// <summary>What looks at a trace event by event; a struct, so that the scan is compiled for it.</summary>
public interface ITraceObserver
{
    /// <summary>Takes an event.</summary>
    /// <param name="item">The event.</param>
    /// <param name="index">Its number in the trace, from 0.</param>
    void Take(in TraceEvent item, long index);
}

/// <summary>Passes over a trace once.</summary>
public static class TraceScan
{
    private const int BatchEvents = 4096;
    private const long EventsPerReport = 1 << 22;

    /// <summary>Shows every event of a trace to an observer.</summary>
    /// <param name="reader">The trace, at its start.</param>
    /// <param name="observer">The observer.</param>
    /// <param name="progress">Told now and then how many events were seen; may be null.</param>
    /// <param name="stop">Ends the scan.</param>
    /// <returns>How many events there were.</returns>
    /// <exception cref="InputException">The trace is damaged; the message says where.</exception>
    /// <exception cref="OperationCanceledException">The scan was stopped.</exception>
    public static long Run<TObserver>(ITraceReader reader, ref TObserver observer, Action<long>? progress = null, CancellationToken stop = default)
        where TObserver : struct, ITraceObserver
    {
        TraceEvent[] batch = new TraceEvent[BatchEvents];
        long index = 0;
        while (reader.Read(batch) is int count and > 0)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                foreach (ref readonly TraceEvent item in batch.AsSpan(0, count)) { observer.Take(item, index++); }
            }
            catch (InputException mistake)
            {
                throw new InputException($"{reader.Name}: event {index}: {mistake.Message}");
            }
            if (index % EventsPerReport < count) { progress?.Invoke(index); }
        }
        return index;
    }

    /// <summary>How many bytes of an access lie in its first line.</summary>
    public static int BytesInFirstLine(ulong address, int lengthBytes) =>
        Math.Min(lengthBytes, CacheLine.Bytes - (int)(address & (CacheLine.Bytes - 1)));
}
