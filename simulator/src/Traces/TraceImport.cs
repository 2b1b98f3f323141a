namespace Sim.Simulator.Traces;

/// <summary>Copies a trace of any kind into a trace file.</summary>
public static class TraceImport
{
    private const int BatchEvents = 4096;

    /// <summary>Copies a trace, event by event.</summary>
    /// <param name="reader">The trace, at its start.</param>
    /// <param name="stream">Where the trace file goes.</param>
    /// <param name="progress">Told now and then how many events were copied; may be null.</param>
    /// <param name="stop">Ends the copy.</param>
    /// <returns>Events copied.</returns>
    /// <exception cref="InputException">The trace is damaged.</exception>
    public static long Copy(ITraceReader reader, Stream stream, Action<long>? progress = null, CancellationToken stop = default)
    {
        using TraceWriter writer = new(stream);
        TraceEvent[] batch = new TraceEvent[BatchEvents];
        int[] numbers = [];
        int copied = 0;
        while (reader.Read(batch) is int count and > 0)
        {
            stop.ThrowIfCancellationRequested();
            if (reader.Texts.Count > numbers.Length) { Array.Resize(ref numbers, Math.Max(reader.Texts.Count, numbers.Length * 2)); }
            for (; copied < reader.Texts.Count; copied++) { numbers[copied] = writer.Text(reader.Texts.Bytes(copied)); }
            foreach (ref TraceEvent item in batch.AsSpan(0, count))
            {
                item.Text = numbers[item.Text];
                writer.Write(item);
            }
            progress?.Invoke(writer.EventCount);
        }
        writer.Complete();
        return writer.EventCount;
    }
}
