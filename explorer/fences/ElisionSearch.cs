using Sim.Explorer;
using Sim.Simulator.Results;

namespace Sim.Fences;

/// <summary>Finds a cheapest set of flushes and fences that must stay, by counterexamples.</summary>
/// <remarks>
/// Adding a flush or a fence never adds crash outcomes (semantics of Px86: bounds only grow), so safe sets are upward closed:
/// a violation without the sites E proves the clause "some site of E must stay". Propose a cheapest set that hits all
/// clauses, explore without all the others, add the clause of the violation found, until nothing is violated: the last
/// proposal is safe, and no cheaper set hits the clauses.
/// </remarks>
/// <param name="session">The exploration that all subsets share.</param>
/// <param name="sites">The sites' names.</param>
/// <param name="costs">The cycles of each site.</param>
/// <param name="progress">Told what is being done.</param>
internal sealed class ElisionSearch(ExplorationSession session, IReadOnlyList<string> sites, IReadOnlyList<long> costs, Action<string>? progress)
{
    private readonly List<IReadOnlyList<int>> _clauses = [];
    private readonly Dictionary<int, Counterexample> _needed = [];
    private readonly HashSet<int> _elidableAlone = [];

    /// <summary>The clauses found: sites of which at least one must stay.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Clauses => _clauses;

    /// <summary>The sites that are needed even when all others stay, with what goes wrong without them.</summary>
    public IReadOnlyDictionary<int, Counterexample> Needed => _needed;

    /// <summary>
    /// The sites without which nothing goes wrong while all others stay, of those around which crashes are explored; only
    /// these can go. A search that is cut short judges fewer.
    /// </summary>
    public IReadOnlySet<int> ElidableAlone => _elidableAlone;

    /// <summary>Explorations run.</summary>
    public int Explorations { get; private set; }

    /// <summary>Whether every exploration was complete.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Searches.</summary>
    /// <param name="stop">Cuts the search short.</param>
    /// <returns>The sites that stay.</returns>
    public IReadOnlyList<int> Run(CancellationToken stop)
    {
        for (int site = 0; site < sites.Count && IsComplete; site++)
        {
            progress?.Invoke($"without {sites[site]}");
            if (FindViolation([site], stop) is { } counterexample)
            {
                _needed.Add(site, counterexample);
                _clauses.Add([site]);
            }
            else if (IsComplete && session.SitesAroundCrashes.Contains(sites[site]))
            {
                _elidableAlone.Add(site);
            }
        }
        while (IsComplete)
        {
            IReadOnlyList<int> kept = HittingSet.Solve(costs, _clauses);
            int[] elided = [.. _elidableAlone.Except(kept).Order()];
            progress?.Invoke($"without {elided.Length} of {sites.Count} sites");
            if (FindViolation(elided, stop) is null) { return IsComplete ? [.. All().Except(elided)] : All(); }
            _clauses.Add(Shrink(elided, stop));
        }
        return All();
    }

    /// <summary>Makes a clause as strong as it can be: no site of it can stay without the violation vanishing.</summary>
    private List<int> Shrink(IEnumerable<int> violating, CancellationToken stop)
    {
        List<int> clause = [.. violating];
        foreach (int site in violating)
        {
            List<int> smaller = [.. clause.Where(other => other != site)];
            if (smaller.Count > 0 && FindViolation(smaller, stop) is not null) { clause = smaller; }
        }
        return clause;
    }

    private IReadOnlyList<int> All() => [.. Enumerable.Range(0, sites.Count)];

    private Counterexample? FindViolation(IReadOnlyCollection<int> elided, CancellationToken stop)
    {
        Explorations++;
        ExploreReport report = session.Explore(elided.Select(site => sites[site]).ToHashSet(), stop);
        IsComplete &= report.Result.Completeness == "complete";
        return report.Counterexample;
    }
}
