using Sim.CacheModel;

namespace Sim.Explorer.Tests;

/// <summary>The reference machine of the store-buffer models, with a log of visible stores and time stamps.</summary>
internal sealed class NaiveTsoState : INaiveState
{
    private enum Kind { Store, NonTemporal, Clwb, Clflush, StoreFence }

    private sealed record Entry(Kind Kind, int Location, ulong Value, bool Joined = false, int Group = 0, bool Releases = false)
    {
        public int Line => LineOf(Location);

        public bool IsStore => Kind is Kind.Store or Kind.NonTemporal;
    }

    private readonly TsoModel _model;
    private readonly Instruction[][] _programs;
    private readonly ulong[] _initial;
    private readonly int[] _counters;
    private readonly List<Entry>[] _buffers;
    private readonly Dictionary<int, int>[] _pending;
    private readonly int[] _groups;

    /// <summary>The value that a thread has loaded and not yet stored.</summary>
    private readonly ulong?[] _loaded;

    public NaiveTsoState(TsoModel model, Instruction[][] programs, ulong[] initial)
    {
        _model = model;
        _programs = programs;
        _initial = initial;
        _counters = new int[programs.Length];
        _loaded = new ulong?[programs.Length];
        _buffers = [.. programs.Select(_ => new List<Entry>())];
        _pending = [.. programs.Select(_ => new Dictionary<int, int>())];
        _groups = new int[programs.Length];
    }

    private NaiveTsoState(NaiveTsoState other)
    {
        _model = other._model;
        _programs = other._programs;
        _initial = other._initial;
        _counters = [.. other._counters];
        _loaded = [.. other._loaded];
        _buffers = [.. other._buffers.Select(buffer => new List<Entry>(buffer))];
        _pending = [.. other._pending.Select(pending => new Dictionary<int, int>(pending))];
        _groups = [.. other._groups];
        Log.AddRange(other.Log);
        foreach ((int location, int bound) in other.Lower) { Lower[location] = bound; }
    }

    /// <summary>Visible stores, oldest first; a store's timestamp is its place counted from 1.</summary>
    public List<(int Location, ulong Value)> Log { get; } = [];

    /// <summary>For each location the timestamp up to which its unit has certainly persisted.</summary>
    public Dictionary<int, int> Lower { get; } = [];

    public bool IsProgramOver(int thread) => _counters[thread] >= _programs[thread].Length;

    public INaiveState Start(Instruction[][] programs)
    {
        NaiveTsoState start = new(_model, programs, _initial);
        start.Log.AddRange(Log);
        foreach ((int unit, int bound) in Lower) { start.Lower[unit] = bound; }
        return start;
    }

    /// <summary>A program responds once its last fence is done; stores and flushes may still wait.</summary>
    public bool HasResponded(int thread) =>
        IsProgramOver(thread) && !HasFence(thread);

    public string Key() => string.Join('/',
        string.Join(',', _counters),
        string.Join(',', _loaded),
        string.Join('|', _buffers.Select(buffer => string.Join(',', buffer))),
        string.Join('|', _pending.Select(pending => string.Join(',', pending.OrderBy(pair => pair.Key)))),
        string.Join(',', Log),
        string.Join(',', Lower.OrderBy(pair => pair.Key)));

    public ulong[] Visible(int thread) => [.. Enumerable.Range(0, Instruction.LocationCount).Select(location => Read(thread, location))];

    public IEnumerable<ulong[]> Images()
    {
        IGrouping<int, int>[] units = [.. Enumerable.Range(0, Instruction.LocationCount).GroupBy(UnitOf)];
        IEnumerable<Dictionary<int, int>> cuts = [[]];
        foreach (IGrouping<int, int> unit in units)
        {
            int lower = unit.Max(location => Lower.GetValueOrDefault(location));
            int[] times = [lower, .. Enumerable.Range(1, Log.Count)
                .Where(time => time > lower && unit.Contains(Log[time - 1].Location))];
            cuts = cuts.SelectMany(cut => times.Select(time => new Dictionary<int, int>(cut) { [unit.Key] = time }));
        }
        return cuts.Select(cut => Enumerable.Range(0, Instruction.LocationCount).Select(location => Last(location, cut[UnitOf(location)])).ToArray());
    }

    public IEnumerable<INaiveState> Steps()
    {
        for (int thread = 0; thread < _programs.Length; thread++)
        {
            for (int index = 0; index < _buffers[thread].Count; index++)
            {
                if (IsDrainable(_buffers[thread], index)) { yield return new NaiveTsoState(this).Drain(thread, index); }
            }
            if (CanExecute(thread)) { yield return new NaiveTsoState(this).Execute(thread); }
        }
    }

    private bool IsDrainable(List<Entry> buffer, int index)
    {
        int first = index;
        while (buffer[first].Joined) { first--; }
        Entry entry = buffer[index];
        return buffer.Take(first).All(earlier => !IsBlocked(earlier, entry));
    }

    private bool IsBlocked(Entry earlier, Entry entry)
    {
        if (_model.ReordersStores && earlier.Kind == Kind.Store && entry.Kind == Kind.Store)
        {
            return earlier.Group != entry.Group || earlier.Location == entry.Location || entry.Releases;
        }
        bool same = earlier.Line == entry.Line;
        return (earlier.Kind, entry.Kind) switch
        {
            (Kind.StoreFence, _) or (_, Kind.StoreFence) => true,
            (Kind.Store or Kind.Clflush, Kind.Store or Kind.Clflush) => true,
            (Kind.NonTemporal, _) => same,
            (Kind.Clwb, Kind.Clflush) => same,
            (Kind.Clwb, _) => false,
            (Kind.Store or Kind.Clflush, Kind.Clwb or Kind.NonTemporal) => same,
            _ => throw new InvalidOperationException(),
        };
    }

    private bool HasFence(int thread) => _buffers[thread].Exists(entry => entry.Kind == Kind.StoreFence);

    private bool CanExecute(int thread) => !IsProgramOver(thread) && _programs[thread][_counters[thread]].Opcode switch
    {
        Opcode.FullFence or Opcode.CompareExchange => _buffers[thread].Count == 0,
        Opcode.Respond => !HasFence(thread),
        _ => true,
    };

    private ulong Last(int location, int time)
    {
        for (int t = time; t > 0; t--)
        {
            if (Log[t - 1].Location == location) { return Log[t - 1].Value; }
        }
        return _initial[location];
    }

    private ulong Read(int thread, int location) =>
        _buffers[thread].LastOrDefault(entry => entry.IsStore && entry.Location == location)?.Value ?? Last(location, Log.Count);

    private NaiveTsoState Drain(int thread, int index)
    {
        Entry entry = _buffers[thread][index];
        // What is left of a wide store is a store of its own.
        if (!entry.Joined && index + 1 < _buffers[thread].Count && _buffers[thread][index + 1].Joined)
        {
            _buffers[thread][index + 1] = _buffers[thread][index + 1] with { Joined = false };
        }
        _buffers[thread].RemoveAt(index);
        switch (entry.Kind)
        {
            case Kind.Store: Append(entry.Location, entry.Value, _model.PersistsWhenVisible); break;
            case Kind.NonTemporal: Append(entry.Location, entry.Value, persists: true); break;
            case Kind.Clwb: _pending[thread][entry.Line] = Log.Count; break;
            case Kind.Clflush: Raise(entry.Line, Log.Count); break;
            default: Complete(thread); break;
        }
        return this;
    }

    private void Append(int location, ulong value, bool persists)
    {
        Log.Add((location, value));
        if (!persists) { return; }
        if (_model.UnitBytes == CacheLine.Bytes) { Raise(LineOf(location), Log.Count); }
        else { Lower[location] = Log.Count; }
    }

    private void Raise(int line, int time)
    {
        for (int location = 0; location < Instruction.LocationCount; location++)
        {
            if (LineOf(location) == line) { Lower[location] = Math.Max(Lower.GetValueOrDefault(location), time); }
        }
    }

    private void Complete(int thread)
    {
        foreach ((int line, int time) in _pending[thread]) { Raise(line, time); }
        _pending[thread].Clear();
    }

    private NaiveTsoState Execute(int thread)
    {
        Instruction instruction = _programs[thread][_counters[thread]++];
        ulong value = (ulong)instruction.Value;
        switch (instruction.Opcode)
        {
            case Opcode.Store: Issue(thread, new Entry(Kind.Store, instruction.Location, value)); break;
            case Opcode.StoreRelease: Issue(thread, new Entry(Kind.Store, instruction.Location, value, Releases: true)); break;
            case Opcode.NonTemporal: Issue(thread, new Entry(Kind.NonTemporal, instruction.Location, value)); break;
            case Opcode.StoreWide:
                Issue(thread, new Entry(Kind.Store, 0, value));
                Issue(thread, new Entry(Kind.Store, 1, value + 1, Joined: true));
                break;
            case Opcode.CopyPlusOne when _loaded[thread] is null:
                _loaded[thread] = Read(thread, instruction.Value);
                _counters[thread]--;
                break;
            case Opcode.CopyPlusOne:
                Issue(thread, new Entry(Kind.Store, instruction.Location, _loaded[thread]!.Value + 1));
                _loaded[thread] = null;
                break;
            case Opcode.CompareExchange:
                if (_model.LockedCompletesFlushes) { Complete(thread); }
                if (Last(instruction.Location, Log.Count) == 0) { Append(instruction.Location, value, _model.PersistsWhenVisible); }
                break;
            case Opcode.SkipNextIfZero:
                bool skips = ProgramStructure.Skips(_programs[thread], _counters[thread] - 1);
                _counters[thread] += skips && Read(thread, instruction.Location) == 0 ? 1 : 0;
                break;
            case Opcode.Clwb: Issue(thread, new Entry(Kind.Clwb, instruction.Location, 0)); break;
            case Opcode.Clflush: Issue(thread, new Entry(Kind.Clflush, instruction.Location, 0)); break;
            case Opcode.StoreFence or Opcode.PersistBarrier or Opcode.JoinStrand or Opcode.DurabilityFence:
                Issue(thread, new Entry(Kind.StoreFence, 0, 0));
                break;
            case Opcode.FullFence: Complete(thread); break;
            default: break;
        }
        return this;
    }

    private void Issue(int thread, Entry entry)
    {
        if (_model.ReordersStores)
        {
            if (!entry.IsStore) { _groups[thread]++; }
            entry = entry with { Group = _groups[thread] };
        }
        if (_model.BuffersStores) { _buffers[thread].Add(entry); }
        else if (entry.IsStore) { Append(entry.Location, entry.Value, persists: true); }
    }

    private static int LineOf(int location) => location switch { 0 or 1 => 0, _ => location };

    private int UnitOf(int location) => _model.UnitBytes == 8 ? location : LineOf(location);
}
