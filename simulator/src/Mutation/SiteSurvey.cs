using Sim.CacheModel;

namespace Sim.Simulator.Mutation;

/// <summary>The sites that a structure's code reached under a tool, and what it did there.</summary>
/// <remarks>Explored, code runs once for each behaviour, so the survey of an exploration has every site within the bound.</remarks>
public sealed class SiteSurvey
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Site, SurveyedSite> _sites = [];

    /// <summary>The sites of stores, flushes, fences and locked instructions, by file, line and kind.</summary>
    public IReadOnlyList<SurveyedSite> Sites
    {
        get
        {
            lock (_lock)
            {
                return [.. _sites.Values.OrderBy(site => Path.GetFileName(site.Site.File), StringComparer.Ordinal).ThenBy(site => site.Site.Line)
                    .ThenBy(site => site.Site.Kind).ThenBy(site => site.Site.Variant).ThenBy(site => site.Site.Label, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Of all reaches of a source line, the most redundant flushes and fences in one execution.</summary>
    /// <param name="location">File name and line, as in <see cref="Mutant.Location"/>.</param>
    public int MaxRedundantAt(string location) =>
        Sites.Where(site => site.Site.Location == location).Select(site => site.MaxRedundant).DefaultIfEmpty().Max();

    /// <summary>Adds what one execution of an operation reached.</summary>
    public void Add(IEnumerable<SurveyedSite> reached)
    {
        lock (_lock)
        {
            foreach (SurveyedSite site in reached)
            {
                _sites[site.Site] = _sites.TryGetValue(site.Site, out SurveyedSite? known) ? known.Merge(site) : site;
            }
        }
    }
}
