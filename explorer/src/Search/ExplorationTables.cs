using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Explorer;

/// <summary>Everything that explorations of one structure under one model share: trees, interned states, the specification.</summary>
/// <remarks>Workloads and elision sets explored one after the other reuse all of it; that is why code runs once per behaviour.</remarks>
internal sealed class ExplorationTables
{
    private readonly Dictionary<string, (int Tree, IReadOnlyList<ulong> Results)> _setups = [];
    private readonly Dictionary<string, RecoveryWalk> _recoveries = [];

    /// <summary>Tables for a structure.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="model">The persistency model.</param>
    /// <param name="threadCount">Threads of every workload.</param>
    /// <param name="lengthBytes">Length of the mapping.</param>
    public ExplorationTables(IStructure structure, PersistencyModel model, int threadCount, long lengthBytes)
    {
        Structure = structure;
        Model = model;
        ThreadCount = threadCount;
        Units = new PersistUnits(model, lengthBytes);
        States = new PersistStates(model, threadCount);
        Tree = new BehaviourTree(Units, Buffers, Sites);
        Outcomes = new OutcomeTable(Specification);
        Monitor = new LinearizabilityMonitor(Specification, threadCount);
        Code = new CodeRunner(structure, Tree, Specification, Outcomes, Sites, lengthBytes);
        Undecided = new UndecidedUnits(States, Buffers, Units);
    }

    public IStructure Structure { get; }

    public PersistencyModel Model { get; }

    public int ThreadCount { get; }

    public SiteTable Sites { get; } = new();

    public StoreBuffers Buffers { get; } = new();

    public SpecificationTable Specification { get; } = new();

    public PersistUnits Units { get; }

    public PersistStates States { get; }

    public BehaviourTree Tree { get; }

    public OutcomeTable Outcomes { get; }

    public LinearizabilityMonitor Monitor { get; }

    public CodeRunner Code { get; }

    public UndecidedUnits Undecided { get; }

    /// <summary>The initial persist state of each slot for the workload at hand; slots beyond the list are clean zeros.</summary>
    public List<int> InitialStates { get; } = [];

    /// <summary>Whether the flush or fence at a site is switched off.</summary>
    public bool IsElided(int siteId) => siteId < Elided.Length && Elided[siteId];

    /// <summary>The sites that are switched off, by number; may be shorter than the list of sites.</summary>
    public bool[] Elided { get; set; } = [];

    /// <summary>Creation and setup of a workload, run once: its tree and the results of its operations.</summary>
    public (int Tree, IReadOnlyList<ulong> Results) SetupFor(Workload workload)
    {
        if (!_setups.TryGetValue(workload.Name, out (int Tree, IReadOnlyList<ulong> Results) setup))
        {
            List<ulong> results = [];
            setup = (Code.RunSetup(ThreadCount, workload.Setup, results), results);
            _setups.Add(workload.Name, setup);
        }
        return setup;
    }

    /// <summary>The recovery walk of a workload; its tree is shared by all explorations with the same probe.</summary>
    public RecoveryWalk RecoveryFor(Workload workload, int nestedCrashes)
    {
        string probe = string.Join(' ', workload.Probe);
        if (!_recoveries.TryGetValue(probe, out RecoveryWalk? recovery))
        {
            recovery = new RecoveryWalk(this, workload.Probe, nestedCrashes);
            _recoveries.Add(probe, recovery);
        }
        return recovery;
    }

    /// <summary>The initial persist state of a slot.</summary>
    public int InitialState(int slot)
    {
        while (InitialStates.Count <= slot) { InitialStates.Add(States.Clean(0)); }
        return InitialStates[slot];
    }
}
