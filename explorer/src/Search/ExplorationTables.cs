using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Explorer;

/// <summary>Everything that explorations of one structure under one model share: trees, interned states, the specification.</summary>
/// <remarks>Workloads and elision sets explored one after the other reuse all of it; that is why code runs once per behaviour.</remarks>
internal sealed class ExplorationTables
{
    private readonly Dictionary<string, (int Tree, IReadOnlyList<ulong> Results)> _setups = [];
    private readonly Dictionary<string, RecoveryWalk> _recoveries = [];
    private IReadOnlySet<string> _elidedNames = new HashSet<string>();
    private Reach[] _reached = [];
    private bool[] _elided = [];

    /// <summary>Tables for a structure.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="model">The persistency model.</param>
    /// <param name="threadCount">Threads of every workload.</param>
    /// <param name="lengthBytes">Length of the mapping.</param>
    /// <param name="eventLimit">Memory events after which code counts as never ending.</param>
    public ExplorationTables(IStructure structure, PersistencyModel model, int threadCount, long lengthBytes, int eventLimit)
    {
        Structure = structure;
        Model = model;
        ThreadCount = threadCount;
        Units = new PersistUnits(model, lengthBytes, Growth);
        Specification = new SpecificationTable(Growth);
        Rules = model.CreateRules(Units, threadCount);
        Tree = new BehaviourTree(Rules, Sites);
        Outcomes = new OutcomeTable(Specification);
        Monitor = new LinearizabilityMonitor(Specification, threadCount, Growth);
        Code = new CodeRunner(structure, Tree, Specification, Outcomes, Sites, lengthBytes, eventLimit, Growth);
    }

    public IStructure Structure { get; }

    public PersistencyModel Model { get; }

    public int ThreadCount { get; }

    /// <summary>Locked while several threads read the tables.</summary>
    public GrowthLock Growth { get; } = new();

    public SiteTable Sites { get; } = new();

    public SpecificationTable Specification { get; }

    public PersistUnits Units { get; }

    public MemoryRules Rules { get; }

    public BehaviourTree Tree { get; }

    public OutcomeTable Outcomes { get; }

    public LinearizabilityMonitor Monitor { get; }

    public CodeRunner Code { get; }

    /// <summary>Whether the instruction of a node has an effect: flushes and fences can be switched off; remembers that they were reached.</summary>
    /// <param name="node">The node.</param>
    /// <param name="isCrashExplored">Whether crashes around this execution are explored.</param>
    public bool Executes(in BehaviourNode node, bool isCrashExplored)
    {
        if (node.Kind != NodeKind.Instruction || Rules.Ignores(node.Instruction)) { return false; }
        // As Site.IsPersistStep says.
        bool isPersistStep = node.Instruction.Kind == EventKind.Flush
            || (node.Instruction.Kind == EventKind.Fence && node.Instruction.Fence != FenceKind.NewStrand);
        return !isPersistStep || Executes(node.SiteId, isCrashExplored);
    }

    private bool Executes(int siteId, bool isCrashExplored)
    {
        if (siteId >= _elided.Length) { MeetSites(); }
        Reach reach = isCrashExplored ? Reach.AroundCrashes : Reach.Elsewhere;
        if ((_reached[siteId] & reach) == 0)
        {
            Growth.Demand();
            _reached[siteId] |= reach;
        }
        return !_elided[siteId];
    }

    /// <summary>Starts a search: nothing is reached yet, and some sites are switched off.</summary>
    /// <param name="elidedSites">The names of those sites.</param>
    public void StartSearch(IReadOnlySet<string> elidedSites)
    {
        _elidedNames = elidedSites;
        _elided = [];
        _reached = [];
        MeetSites();
    }

    /// <summary>The names of the flush and fence sites reached since the search started.</summary>
    public HashSet<string> ReachedSites() =>
        [.. Sites.Sites.Where((_, siteId) => siteId < _reached.Length && _reached[siteId] != Reach.Nowhere).Select(site => site.Name)];

    /// <summary>Those of them around whose executions crashes are explored: not only creation, setup and the probe.</summary>
    public IEnumerable<string> SitesAroundCrashes() =>
        Sites.Sites.Where((_, siteId) => siteId < _reached.Length && _reached[siteId].HasFlag(Reach.AroundCrashes)).Select(site => site.Name);

    /// <summary>Creation and setup of a workload, run once: its tree and the results of its operations.</summary>
    public (int Tree, IReadOnlyList<ulong> Results) SetupFor(Workload workload)
    {
        string operations = string.Join(' ', workload.Setup);
        if (!_setups.TryGetValue(operations, out (int Tree, IReadOnlyList<ulong> Results) setup))
        {
            List<ulong> results = [];
            setup = (Code.RunSetup(ThreadCount, workload.Setup, results), results);
            _setups.Add(operations, setup);
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

    /// <summary>Distinct read paths of all recoveries so far.</summary>
    public long RecoveryPathCount => _recoveries.Values.Sum(recovery => (long)recovery.PathCount);

    private void MeetSites()
    {
        Growth.Demand();
        int known = _elided.Length;
        Array.Resize(ref _elided, Sites.Sites.Count);
        Array.Resize(ref _reached, Sites.Sites.Count);
        for (int siteId = known; siteId < _elided.Length; siteId++) { _elided[siteId] = _elidedNames.Contains(Sites[siteId].Name); }
    }

    [Flags]
    private enum Reach : byte
    {
        Nowhere = 0,
        Elsewhere = 1,
        AroundCrashes = 2,
    }
}
