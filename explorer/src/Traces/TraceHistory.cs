using System.Buffers.Binary;
using Sim.CacheModel;
using Sim.Simulator;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Traces;

/// <summary>The persist units of a trace as its events are taken: contents, guarantees, flushes that wait for a fence.</summary>
internal sealed class TraceHistory
{
    private const int MaxUnits = 1 << 24;

    private readonly PersistencyModel _model;
    private readonly InitialImages _initial;
    private readonly int _unitShift;
    private readonly Dictionary<ulong, TracedUnit> _units = [];
    private readonly List<TracedUnit> _inOrder = [];
    private readonly Dictionary<ushort, List<(TracedUnit Unit, int Position)>> _pending = [];
    private readonly List<TracedUnit> _moved = [];

    /// <summary>An empty history.</summary>
    /// <param name="model">The persistency model.</param>
    /// <param name="mappings">The trace's files, filled as it is read.</param>
    /// <param name="initial">What the files held before.</param>
    public TraceHistory(PersistencyModel model, TraceMappings mappings, InitialImages initial)
    {
        (_model, Mappings, _initial) = (model, mappings, initial);
        _unitShift = model.UnitBytes == CacheLine.Bytes ? CacheLine.Shift : 3;
        Contents = new UnitContents(model.UnitBytes);
    }

    /// <summary>The trace's files.</summary>
    public TraceMappings Mappings { get; }

    /// <summary>The contents of all units.</summary>
    public UnitContents Contents { get; }

    /// <summary>The units in the order of their first store.</summary>
    public IReadOnlyList<TracedUnit> Units => _inOrder;

    /// <summary>Units whose bounds moved since the list was last cleared.</summary>
    public List<TracedUnit> Moved => _moved;

    /// <summary>Stores to memory that belongs to no file: they are in no image.</summary>
    public long StoresOutsideFiles { get; private set; }

    /// <summary>The call stack of the last store.</summary>
    public int LastText { get; private set; }

    /// <summary>Applies a store of any kind.</summary>
    public void Store(in TraceEvent item)
    {
        Span<byte> value = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(value, item.Value);
        LastText = item.Text;
        int done = 0;
        while (done < (int)item.Length)
        {
            ulong address = item.Address + (ulong)done;
            int offset = (int)(address & (uint)(_model.UnitBytes - 1));
            int count = Math.Min((int)item.Length - done, _model.UnitBytes - offset);
            StoreInUnit(item, Mappings.PlaceOf(address), value.Slice(done, count));
            done += count;
        }
    }

    /// <summary>Applies a flush: its lines wait for the thread's next fence, or are guaranteed at once.</summary>
    /// <returns>Whether a bound rose.</returns>
    public bool Flush(in TraceEvent item)
    {
        bool isSynchronous = item.IsSynchronousFlush;
        bool rose = false;
        ulong first = Mappings.PlaceOf(item.FirstFlushedByte);
        ulong lengthBytes = item.FlushedLines << CacheLine.Shift;
        if (lengthBytes >> _unitShift <= (ulong)_inOrder.Count)
        {
            for (ulong at = 0; at < lengthBytes; at += (ulong)_model.UnitBytes)
            {
                if (_units.TryGetValue(first + at, out TracedUnit? unit)) { rose |= FlushUnit(unit, item.Thread, isSynchronous); }
            }
        }
        else
        {
            foreach (TracedUnit unit in _inOrder)
            {
                if (unit.Place - first < lengthBytes) { rose |= FlushUnit(unit, item.Thread, isSynchronous); }
            }
        }
        return rose;
    }

    /// <summary>Applies a fence of a thread.</summary>
    /// <returns>Whether a bound rose.</returns>
    public bool Fence(ushort thread)
    {
        if (!_pending.TryGetValue(thread, out List<(TracedUnit Unit, int Position)>? pending)) { return false; }
        bool rose = false;
        foreach ((TracedUnit unit, int position) in pending) { rose |= Raise(unit, position); }
        pending.Clear();
        return rose;
    }

    private void StoreInUnit(in TraceEvent item, ulong place, ReadOnlySpan<byte> bytes)
    {
        if (!TraceMappings.IsInFile(place))
        {
            StoresOutsideFiles++;
            return;
        }
        ulong start = place & ~(ulong)(_model.UnitBytes - 1);
        Span<byte> content = stackalloc byte[CacheLine.Bytes];
        content = content[.._model.UnitBytes];
        if (!_units.TryGetValue(start, out TracedUnit? unit))
        {
            if (_inOrder.Count == MaxUnits) { throw new InputException($"the trace stores to more than {MaxUnits} persist units, explore a part of it"); }
            _initial.Read(start, Mappings, content);
            unit = new TracedUnit(_inOrder.Count, start, Contents.Intern(content));
            _units.Add(start, unit);
            _inOrder.Add(unit);
        }
        Contents[unit.ContentAt(unit.Upper)].CopyTo(content);
        bytes.CopyTo(content[(int)(place - start)..]);
        unit.Append(Contents.Intern(content), item.Text);
        Move(unit);
        if (_model.PersistsWhenVisible) { Raise(unit, unit.Upper); }
        else if (item.Kind == TraceEventKind.NonTemporalStore) { FlushUnit(unit, item.Thread, isSynchronous: false); }
    }

    private bool FlushUnit(TracedUnit unit, ushort thread, bool isSynchronous)
    {
        if (isSynchronous) { return Raise(unit, unit.Upper); }
        if (unit.Upper == unit.Lower) { return false; }
        if (!_pending.TryGetValue(thread, out List<(TracedUnit Unit, int Position)>? pending)) { _pending.Add(thread, pending = []); }
        pending.Add((unit, unit.Upper));
        return false;
    }

    private bool Raise(TracedUnit unit, int position)
    {
        if (!unit.RaiseTo(position)) { return false; }
        Move(unit);
        return true;
    }

    private void Move(TracedUnit unit)
    {
        if (unit.HasMoved) { return; }
        unit.HasMoved = true;
        _moved.Add(unit);
    }
}
