using Sim.Simulator.Mutation;

namespace Sim.Simulator;

/// <summary>A crash-consistent structure as Sim's tools see it: how to create, use, recover and read it on any mapping.</summary>
/// <remarks>
/// An operation must be a deterministic function of its arguments and of the values that it loads; all shared state lies in
/// the mapping. Implementations hold only their immutable geometry.
/// </remarks>
public interface IStructure
{
    /// <summary>The name on the command line: <c>cceh</c>.</summary>
    string Name { get; }

    /// <summary>One line for listings.</summary>
    string Title { get; }

    /// <summary>The paper, section and variant that it follows.</summary>
    string Source { get; }

    /// <summary>The operations on offer; <see cref="Operation.Kind"/> is an index into this list.</summary>
    IReadOnlyList<OperationKind> Operations { get; }

    /// <summary>The catalogue of seeded defects, each of which the explorer must find.</summary>
    IReadOnlyList<Mutant> Mutants { get; }

    /// <summary>The specification's state after creation.</summary>
    AbstractState Empty { get; }

    /// <summary>Bytes of the mapping for a run of so many operations in total, setup included.</summary>
    long PoolBytes(int threadCount, int operationCount);

    /// <summary>Small workloads that together reach every persist point, for exploration.</summary>
    /// <param name="threadCount">Threads, at least 1.</param>
    /// <param name="operationCount">Operations per thread, at least 1.</param>
    /// <param name="keyCount">How many different keys or values to use, at least 1.</param>
    IReadOnlyList<Workload> ExplorationWorkloads(int threadCount, int operationCount, int keyCount);

    /// <summary>Keys or values for exploring all small workloads: few, and chosen so that operations meet.</summary>
    /// <param name="keyCount">How many, at least 1.</param>
    IReadOnlyList<ulong> ExplorationKeys(int keyCount) => [.. Enumerable.Range(1, keyCount).Select(key => (ulong)key)];

    /// <summary>The operation number <paramref name="index"/> of a thread in a timed run, a pure function of its arguments.</summary>
    /// <param name="thread">The thread, from 0.</param>
    /// <param name="index">The operation, from 0.</param>
    /// <param name="keyCount">
    /// The size of the space from which keys or values are drawn with replacement. 0 means keys of so large a space that they are
    /// practically distinct; a structure whose operations take time linear in its size documents the bound that it takes instead.
    /// </param>
    /// <param name="seed">The seed of the random choices.</param>
    Operation TimedOperation(int thread, int index, int keyCount, ulong seed);

    /// <summary>Formats the pool and makes an empty structure, persistently.</summary>
    void Create<TPmem>(TPmem pmem, int threadCount) where TPmem : struct, IPmem;

    /// <summary>Brings the structure into a usable state after a crash; runs alone, and may itself be interrupted.</summary>
    void Recover<TPmem>(TPmem pmem) where TPmem : struct, IPmem;

    /// <summary>Runs one operation.</summary>
    /// <param name="pmem">The mapping as the calling thread sees it.</param>
    /// <param name="thread">The calling thread, from 0.</param>
    /// <param name="operation">The operation.</param>
    /// <returns>Its result, as the specification gives it.</returns>
    ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation) where TPmem : struct, IPmem;

    /// <summary>Reads the abstract state; runs alone.</summary>
    AbstractState Observe<TPmem>(TPmem pmem) where TPmem : struct, IPmem;
}
