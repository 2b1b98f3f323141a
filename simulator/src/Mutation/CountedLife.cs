namespace Sim.Simulator.Mutation;

/// <summary>How many events a thread has left before it dies.</summary>
/// <param name="eventCount">Events that still happen.</param>
public sealed class CountedLife(int eventCount)
{
    private int _left = eventCount;

    /// <summary>An event is about to happen.</summary>
    /// <exception cref="LifeEndedException">There are none left.</exception>
    public void Happens()
    {
        if (_left == 0) { throw new LifeEndedException(); }
        _left--;
    }
}

/// <summary>The thread died where its <see cref="CountedLife"/> ends.</summary>
public sealed class LifeEndedException : Exception;
