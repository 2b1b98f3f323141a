using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>Something that happens at a moment: the queue hands events out in the order of time, then of arrival.</summary>
/// <param name="Time">When, in ticks of the platform's time unit.</param>
/// <param name="Kind">What; each user of the queue has its own numbers.</param>
/// <param name="Argument">To whom.</param>
public readonly record struct SimEvent(long Time, int Kind, int Argument);

/// <summary>The future of a simulated system: a binary heap without allocation per event.</summary>
public sealed class EventCalendar
{
    private SimEvent[] _events = new SimEvent[64];
    private long[] _order = new long[64];
    private long _added;

    /// <summary>How many events are to come.</summary>
    public int Count { get; private set; }

    /// <summary>The time of the event handed out last; no event can be added before it.</summary>
    public long Now { get; private set; }

    /// <summary>Adds an event.</summary>
    public void Add(long time, int kind, int argument)
    {
        Invariant.Holds(time >= Now, "nothing happens in the past");
        if (Count == _events.Length)
        {
            Array.Resize(ref _events, 2 * Count);
            Array.Resize(ref _order, 2 * Count);
        }
        int index = Count++;
        long order = _added++;
        while (index > 0)
        {
            int parent = (index - 1) >> 1;
            if (_events[parent].Time <= time) { break; }
            _events[index] = _events[parent];
            _order[index] = _order[parent];
            index = parent;
        }
        _events[index] = new SimEvent(time, kind, argument);
        _order[index] = order;
    }

    /// <summary>Takes the next event out.</summary>
    /// <returns>False if nothing is to come.</returns>
    public bool TryTake(out SimEvent next)
    {
        if (Count == 0)
        {
            next = default;
            return false;
        }
        next = _events[0];
        Now = next.Time;
        Count--;
        if (Count > 0) { SiftDown(_events[Count], _order[Count]); }
        return true;
    }

    private void SiftDown(SimEvent moved, long order)
    {
        int index = 0;
        while (true)
        {
            int child = (2 * index) + 1;
            if (child >= Count) { break; }
            if (child + 1 < Count && IsBefore(child + 1, _events[child], _order[child])) { child++; }
            if (!IsBefore(child, moved, order)) { break; }
            _events[index] = _events[child];
            _order[index] = _order[child];
            index = child;
        }
        _events[index] = moved;
        _order[index] = order;
    }

    private bool IsBefore(int index, SimEvent other, long order) =>
        _events[index].Time < other.Time || (_events[index].Time == other.Time && _order[index] < order);
}
