using Sim.CacheModel;

namespace Sim.Simulator.Traces;

/// <summary>Gives the pages that a trace touches consecutive places in a simulated mapping, in the order in which they are first touched.</summary>
/// <remarks>Pages stay whole, so that lines and device blocks keep their neighbours; holes between them take no memory.</remarks>
internal sealed class TracePlaces
{
    private const int PageBytes = 1 << PageIndex.Shift;
    private readonly PageIndex _pages = new();

    /// <summary>Bytes of the mapping.</summary>
    public long LengthBytes => Math.Max(1, _pages.Count) * (long)PageBytes;

    /// <summary>Touches a place.</summary>
    public void Add(ulong place) => _pages.Add(place >> PageIndex.Shift);

    /// <summary>The address of a place, or false if its page was never touched.</summary>
    public bool TryFind(ulong place, out PmemAddress address)
    {
        int page = _pages.Find(place >> PageIndex.Shift);
        address = new PmemAddress(((long)page << PageIndex.Shift) + (long)(place & (PageBytes - 1)));
        return page >= 0;
    }
}
