namespace Sim.Explorer.Tests;

/// <summary>
/// The persist-order models from their definitions: a list of all events so far, a relation on them, and every closed set of
/// stores as a crash image.
/// </summary>
internal sealed class NaiveOrderState : INaiveState
{
    private readonly string _model;
    private readonly Instruction[][] _programs;
    private readonly ulong[] _initial;
    private readonly int[] _counters;
    private readonly ulong?[] _loaded;
    private readonly Place[] _places;
    private readonly List<Event>[] _wide;
    private readonly List<Event> _events = [];
    private readonly HashSet<int> _persisted = [];

    public NaiveOrderState(string model, Instruction[][] programs, ulong[] initial)
    {
        _model = model;
        _programs = programs;
        _initial = initial;
        _counters = new int[programs.Length];
        _loaded = new ulong?[programs.Length];
        _places = new Place[programs.Length];
        _wide = [.. programs.Select(_ => new List<Event>())];
    }

    private NaiveOrderState(NaiveOrderState other)
        : this(other._model, other._programs, other._initial)
    {
        other._counters.CopyTo(_counters, 0);
        other._loaded.CopyTo(_loaded, 0);
        other._places.CopyTo(_places, 0);
        _wide = [.. other._wide.Select(wide => new List<Event>(wide))];
        _events = [.. other._events];
        _persisted = [.. other._persisted];
    }

    private bool IsRelease => _model is "rp" or "arp";

    public string Key() => string.Join('/',
        string.Join(',', _counters), string.Join(',', _loaded), string.Join(',', _places),
        string.Join('|', _wide.Select(wide => string.Join(',', wide))), string.Join(',', _events), string.Join(',', _persisted.Order()));

    public bool HasResponded(int thread) => _counters[thread] >= _programs[thread].Length && _wide[thread].Count == 0;

    public ulong[] Visible(int thread) => [.. Enumerable.Range(0, Instruction.LocationCount).Select(Read)];

    public INaiveState Start(Instruction[][] programs)
    {
        NaiveOrderState start = new(_model, programs, _initial);
        // The setup is another thread, which nothing but its stores orders with these.
        start._events.AddRange(_events.Select(setup => setup with { Thread = -1 }));
        start._persisted.UnionWith(_persisted);
        return start;
    }

    public IEnumerable<ulong[]> Images()
    {
        int[] stores = [.. Enumerable.Range(0, _events.Count).Where(i => _events[i].Stores && !_persisted.Contains(i))];
        HashSet<int>[] before = [.. stores.Select(store => Closure([store]))];
        for (int set = 0; set < 1 << stores.Length; set++)
        {
            HashSet<int> kept = [.. _persisted, .. stores.Where((_, i) => (set & (1 << i)) != 0)];
            if (!Enumerable.Range(0, stores.Length).Where(i => (set & (1 << i)) != 0)
                .All(i => before[i].Where(earlier => _events[earlier].Stores).All(kept.Contains))) { continue; }
            ulong[] image = [.. _initial];
            foreach (int store in kept.Where(i => _events[i].Stores).Order()) { image[_events[store].Location] = _events[store].Value; }
            yield return image;
        }
    }

    public IEnumerable<INaiveState> Steps()
    {
        for (int thread = 0; thread < _programs.Length; thread++)
        {
            for (int i = 0; i < _wide[thread].Count; i++)
            {
                NaiveOrderState next = new(this);
                next._wide[thread].RemoveAt(i);
                next._events.Add(_wide[thread][i]);
                yield return next;
            }
            if (_wide[thread].Count == 0 && _counters[thread] < _programs[thread].Length) { yield return new NaiveOrderState(this).Execute(thread); }
        }
    }

    private ulong Read(int location) => _events.LastOrDefault(other => other.Stores && other.Location == location)?.Value ?? _initial[location];

    private NaiveOrderState Execute(int thread)
    {
        Instruction instruction = _programs[thread][_counters[thread]++];
        ulong value = (ulong)instruction.Value;
        int location = instruction.Location;
        switch (instruction.Opcode)
        {
            case Opcode.Store or Opcode.NonTemporal: Add(thread, location, stores: true, value: value); break;
            case Opcode.StoreRelease: Add(thread, location, stores: true, releases: true, value: value); break;
            case Opcode.StoreWide:
                _wide[thread].Add(new Event(thread, 0, false, true, false, value, _places[thread]));
                _wide[thread].Add(new Event(thread, 1, false, true, false, value + 1, _places[thread]));
                break;
            case Opcode.CopyPlusOne when _loaded[thread] is null:
                _loaded[thread] = Read(instruction.Value);
                Add(thread, instruction.Value, loads: true);
                _counters[thread]--;
                break;
            case Opcode.CopyPlusOne:
                Add(thread, location, stores: true, value: _loaded[thread]!.Value + 1);
                _loaded[thread] = null;
                break;
            case Opcode.CompareExchange:
                bool writes = Read(location) == 0;
                Add(thread, location, loads: true);
                if (writes) { Add(thread, location, stores: true, releases: true, value: value); }
                break;
            case Opcode.SkipNextIfZero:
                bool skips = Read(location) == 0 && ProgramStructure.Skips(_programs[thread], _counters[thread] - 1);
                Add(thread, location, loads: true);
                _counters[thread] += skips ? 1 : 0;
                break;
            default: Fence(thread, instruction.Opcode); break;
        }
        return this;
    }

    private void Add(int thread, int location, bool loads = false, bool stores = false, bool releases = false, ulong value = 0) =>
        _events.Add(new Event(thread, location, loads, stores, releases, value, _places[thread]));

    private void Fence(int thread, Opcode opcode)
    {
        bool waits = opcode switch
        {
            Opcode.FullFence or Opcode.DurabilityFence => true,
            Opcode.StoreFence => _model != "buffered-epoch",
            _ => false,
        };
        Place place = _places[thread];
        if (waits)
        {
            foreach (int earlier in Closure(Enumerable.Range(0, _events.Count).Where(i => _events[i].Thread == thread))) { _persisted.Add(earlier); }
        }
        else if (!IsRelease)
        {
            _places[thread] = opcode switch
            {
                Opcode.PersistBarrier or Opcode.StoreFence => place with { Epoch = place.Epoch + 1 },
                Opcode.JoinStrand when _model != "strand" => place with { Epoch = place.Epoch + 1 },
                Opcode.JoinStrand => new Place(place.Join + 1, place.Strand + 1, 0),
                Opcode.NewStrand when _model == "strand" => place with { Strand = place.Strand + 1, Epoch = 0 },
                _ => place,
            };
        }
    }

    /// <summary>Some events and everything that must persist before them.</summary>
    private HashSet<int> Closure(IEnumerable<int> events)
    {
        HashSet<int> closure = [];
        Stack<int> open = new(events);
        while (open.TryPop(out int later))
        {
            if (!closure.Add(later)) { continue; }
            for (int earlier = 0; earlier < later; earlier++)
            {
                if (IsRelease ? IsBeforeByRelease(earlier, later) : IsBeforeByBarrier(_events[earlier], _events[later])) { open.Push(earlier); }
            }
        }
        return closure;
    }

    private static bool IsBeforeByBarrier(Event earlier, Event later)
    {
        if (earlier.Location == later.Location && (earlier.Stores || later.Stores)) { return true; }
        if (earlier.Thread != later.Thread) { return false; }
        return earlier.Place.Join < later.Place.Join
            || (earlier.Place.Strand == later.Place.Strand && earlier.Place.Epoch < later.Place.Epoch);
    }

    private bool IsBeforeByRelease(int earlier, int later)
    {
        Event first = _events[earlier];
        Event second = _events[later];
        if (first.Stores && second.Stores && first.Location == second.Location) { return true; }
        if (first.Thread == second.Thread && first.Loads) { return second.Stores || second.Releases; }
        if (first.Thread == second.Thread && second.Releases && _model == "rp") { return true; }
        if (!second.Loads) { return false; }
        // A read of a release comes after it and after everything before it in its thread.
        int read = _events.FindLastIndex(later - 1, other => other.Stores && other.Location == second.Location);
        return read >= 0 && _events[read].Releases && earlier <= read && _events[read].Thread == first.Thread;
    }

    /// <summary>Where in its thread an event stands: after so many joins, in a strand, after so many of its barriers.</summary>
    private record struct Place(int Join, int Strand, int Epoch);

    private sealed record Event(int Thread, int Location, bool Loads, bool Stores, bool Releases, ulong Value, Place Place);
}
