using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>Finds the number of a site fast: by line and kind, and by the identity of its strings.</summary>
/// <remarks>
/// Caller information arrives as literals, the same objects on every call, so comparing references is enough; equal strings
/// that are other objects only cost an entry more. One entry per call site: nothing is allocated after its first call.
/// </remarks>
internal sealed class SiteCache
{
    private readonly SiteTable _table;
    private readonly IReadOnlySet<string> _elided;
    private Entry[] _entries = new Entry[256];
    private int _count;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="table">Where sites are numbered.</param>
    /// <param name="elided">Names of flush and fence sites that do nothing.</param>
    public SiteCache(SiteTable table, IReadOnlySet<string> elided)
    {
        _table = table;
        _elided = elided;
    }

    /// <summary>The number of a site; its complement (below 0) if the site is elided.</summary>
    public int Find(EventKind kind, byte variant, string label, string file, int line, string member)
    {
        int key = (line << 8) | ((int)kind << 4) | variant;
        Entry[] entries = _entries;
        int mask = entries.Length - 1;
        for (int i = Slot(key, mask); entries[i].Label is not null; i = (i + 1) & mask)
        {
            ref Entry entry = ref entries[i];
            if (entry.Key == key && ReferenceEquals(entry.Label, label) && ReferenceEquals(entry.File, file)
                && ReferenceEquals(entry.Member, member))
            {
                return entry.Id;
            }
        }
        return Add(key, new Site(kind, variant, file, line, member, label));
    }

    private int Add(int key, Site site)
    {
        if (2 * _count >= _entries.Length) { Grow(); }
        int id = _table.Intern(site);
        bool isElided = site.Kind is EventKind.Flush or EventKind.Fence && _elided.Contains(site.Name);
        Put(new Entry { Key = key, Id = isElided ? ~id : id, Label = site.Label, File = site.File, Member = site.Member });
        _count++;
        return isElided ? ~id : id;
    }

    private void Grow()
    {
        Entry[] old = _entries;
        _entries = new Entry[2 * old.Length];
        foreach (Entry entry in old)
        {
            if (entry.Label is not null) { Put(entry); }
        }
    }

    private void Put(Entry entry)
    {
        int mask = _entries.Length - 1;
        int i = Slot(entry.Key, mask);
        while (_entries[i].Label is not null) { i = (i + 1) & mask; }
        _entries[i] = entry;
    }

    private static int Slot(int key, int mask) => (int)(((uint)key * 0x9E3779B1u) >> 16) & mask;

    private struct Entry
    {
        public string? Label;
        public string File;
        public string Member;
        public int Key;
        public int Id;
    }
}
