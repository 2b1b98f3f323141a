namespace Sim.CacheModel;

/// <summary>Numbers the sites of one run from 0, in the order in which they are first met.</summary>
/// <remarks>Not safe for concurrent use: one table per simulation or exploration.</remarks>
public sealed class SiteTable
{
    private readonly List<Site> _sites = [];
    private readonly Dictionary<Site, int> _ids = [];

    /// <summary>The sites by number.</summary>
    public IReadOnlyList<Site> Sites => _sites;

    /// <summary>The site with a number.</summary>
    public Site this[int id] => _sites[id];

    /// <summary>The number of a site, given anew when the site is met for the first time.</summary>
    public int Intern(Site site)
    {
        if (!_ids.TryGetValue(site, out int id))
        {
            id = _sites.Count;
            _sites.Add(site);
            _ids.Add(site, id);
        }
        return id;
    }
}
