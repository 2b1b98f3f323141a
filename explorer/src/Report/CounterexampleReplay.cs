using Sim.Simulator;
using Sim.Simulator.Results;

namespace Sim.Explorer;

/// <summary>Follows a counterexample again, on the structure's code as it is now.</summary>
public static class CounterexampleReplay
{
    /// <summary>Replays a counterexample.</summary>
    /// <param name="structure">The structure, or the mutant, that the counterexample names.</param>
    /// <param name="counterexample">The counterexample.</param>
    /// <exception cref="InputException">The counterexample does not fit the structure.</exception>
    public static ReplayReport Replay(IStructure structure, Counterexample counterexample) =>
        new ExplorationSession(
            counterexample.ShiftBytes == 0 ? structure : new ShiftedStructure(structure, counterexample.ShiftBytes),
            new ExploreOptions
            {
                Model = counterexample.Model,
                Platform = counterexample.Platform,
                Threads = counterexample.Threads,
                Ops = counterexample.Ops,
                Keys = counterexample.Keys,
                NestedCrashes = counterexample.NestedCrashes,
                Programs = [counterexample.Program],
                PoolOperations = counterexample.PoolOperations,
            }).Replay(counterexample);
}
