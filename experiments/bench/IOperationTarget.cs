using Sim.Simulator;

namespace Sim.Benchmarks;

/// <summary>The part of <see cref="IStructure"/> that a timed loop calls.</summary>
internal interface IOperationTarget
{
    /// <inheritdoc cref="IStructure.Execute{TPmem}"/>
    ulong Execute<TPmem>(TPmem pmem, int thread, Operation operation)
        where TPmem : struct, IPmem;
}
