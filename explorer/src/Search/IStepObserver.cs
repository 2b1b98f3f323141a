namespace Sim.Explorer;

/// <summary>Follows the machine step by step, to tell people what happened.</summary>
internal interface IStepObserver
{
    /// <summary>A thread begins an operation.</summary>
    void Began(int thread, int operation);

    /// <summary>A thread executes or issues the event of a node; <paramref name="value"/> is what it read.</summary>
    void Executed(int thread, int node, UInt128 value);

    /// <summary>A buffered store becomes visible.</summary>
    void Drained(int thread, int entry);

    /// <summary>The crash comes before the sfence that a thread has issued is complete.</summary>
    void Interrupted(int thread);

    /// <summary>A thread's operation returns.</summary>
    void Returned(int thread, ulong result);
}
