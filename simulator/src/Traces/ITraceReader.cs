namespace Sim.Simulator.Traces;

/// <summary>Reads a trace once, from its start to its end, in bounded memory.</summary>
public interface ITraceReader : IDisposable
{
    /// <summary>The file's name, for messages.</summary>
    string Name { get; }

    /// <summary>The texts met so far; numbers in events that were read are valid.</summary>
    TraceTexts Texts { get; }

    /// <summary>Reads the next events.</summary>
    /// <param name="events">Filled from its start.</param>
    /// <returns>How many events were read; 0 at the end of a complete trace.</returns>
    /// <exception cref="InputException">The trace is damaged or cut off; the message says where.</exception>
    int Read(Span<TraceEvent> events);
}
