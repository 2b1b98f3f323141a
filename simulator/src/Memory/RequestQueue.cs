using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>A request that waits at a memory channel.</summary>
/// <param name="Line">The line's number within the channel.</param>
/// <param name="Tag">Who asked, for the answer.</param>
/// <param name="IsNonTemporal">Whether a write comes from a write-combining buffer.</param>
/// <param name="IsAccepted">Whether a write has an entry of the write-pending queue.</param>
internal record struct WaitingRequest(int Line, int Tag, bool IsNonTemporal, bool IsAccepted);

/// <summary>The reads or the writes that wait for a channel, oldest first.</summary>
/// <remarks>Removal from the middle moves the shorter part; picks happen near the head, so that is the part in front.</remarks>
internal sealed class RequestQueue
{
    private WaitingRequest[] _items = new WaitingRequest[64];
    private int _head;

    public int Count { get; private set; }

    public ref WaitingRequest this[int position] => ref _items[(_head + position) & (_items.Length - 1)];

    public void Add(WaitingRequest request)
    {
        if (Count == _items.Length) { Grow(); }
        Count++;
        this[Count - 1] = request;
    }

    public WaitingRequest RemoveAt(int position)
    {
        Invariant.Holds(position < Count, "only a waiting request can be removed");
        WaitingRequest removed = this[position];
        if (2 * position < Count)
        {
            for (int i = position; i > 0; i--) { this[i] = this[i - 1]; }
            _head = (_head + 1) & (_items.Length - 1);
        }
        else
        {
            for (int i = position; i < Count - 1; i++) { this[i] = this[i + 1]; }
        }
        Count--;
        return removed;
    }

    private void Grow()
    {
        WaitingRequest[] larger = new WaitingRequest[2 * _items.Length];
        for (int i = 0; i < Count; i++) { larger[i] = this[i]; }
        _items = larger;
        _head = 0;
    }
}
