using Sim.Simulator;

namespace Sim.Structures;

/// <summary>What a transactional heap holds: written once, for every technique.</summary>
internal interface IContainer
{
    /// <summary>The second part of the structures' names.</summary>
    string Name { get; }

    /// <summary>What it is, in a few words.</summary>
    string Title { get; }

    /// <summary>The operations on offer.</summary>
    IReadOnlyList<OperationKind> Operations { get; }

    /// <summary>The specification's first state.</summary>
    AbstractState Empty { get; }

    /// <summary>Bytes of the heap for so many operations, whole lines.</summary>
    long HeapBytes(int operationCount);

    /// <summary>What a word of the heap holds at first.</summary>
    ulong Initial(long offset);

    /// <summary>Runs an operation in a transaction.</summary>
    ulong Execute(ITransaction transaction, Operation operation);

    /// <summary>Reads the abstract state.</summary>
    /// <param name="load">Reads a word of the heap.</param>
    AbstractState Observe(Func<long, ulong> load);

    /// <summary>Small workloads that reach every step.</summary>
    IReadOnlyList<Workload> Workloads(int threadCount, int operationCount, int keyCount);

    /// <summary>An operation of a timed run.</summary>
    Operation Timed(int thread, int index, int keyCount, ulong seed);
}
