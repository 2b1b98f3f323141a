using Sim.Simulator.Results;

namespace Sim.Experiments;

/// <summary>The ordering tables of several models.</summary>
/// <param name="Tables">One for each model.</param>
internal sealed record OrderingTables(IReadOnlyList<OrderingTable> Tables);
