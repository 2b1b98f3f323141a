using Sim.Simulator;

namespace Sim.Explorer;

/// <summary>Explores every interleaving and every crash of a structure's workloads, within a bound.</summary>
public static class StructureExplorer
{
    /// <summary>Explores a structure.</summary>
    /// <param name="structure">The structure, or a mutant of it.</param>
    /// <param name="options">The bound.</param>
    /// <param name="stop">Cuts the search short; the report is then valid for what was reached.</param>
    /// <exception cref="InputException">The model or a workload is unknown.</exception>
    /// <exception cref="NondeterminismException">The structure's code is not a function of the values it reads.</exception>
    public static ExploreReport Explore(IStructure structure, ExploreOptions options, CancellationToken stop = default) =>
        new ExplorationSession(structure, options).Explore(new HashSet<string>(), stop);
}
