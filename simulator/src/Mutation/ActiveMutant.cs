using System.Globalization;
using Sim.CacheModel;

namespace Sim.Simulator.Mutation;

/// <summary>A mutant at work in one thread: decides what changes and keeps the events that are held back.</summary>
/// <param name="mutant">The defect.</param>
public sealed class ActiveMutant<TPmem>(Mutant mutant)
    where TPmem : struct, IPmem
{
    private readonly List<HeldEvent> _held = [];
    private readonly string _file = mutant.Location.Split(':')[0];
    private readonly int _line = mutant.Location.Length == 0 ? 0 : int.Parse(mutant.Location.Split(':')[1], CultureInfo.InvariantCulture);

    /// <summary>How the events change.</summary>
    public MutationOperator Operator => mutant.Operator;

    /// <summary>By how many bytes every address moves.</summary>
    public int ShiftBytes => mutant.ShiftBytes;

    /// <summary>Whether the event is one of those that the defect changes, if <paramref name="by"/> is its operator.</summary>
    public bool Is(MutationOperator by, string label, string file, int line) => mutant.Operator == by && IsAt(label, file, line);

    /// <summary>Whether a store at a site does not happen.</summary>
    public bool DropsStore(string label, string file, int line) =>
        Is(MutationOperator.DropStore, label, file, line) || Is(MutationOperator.DropStep, label, file, line);

    /// <summary>Whether a flush at a site does not happen.</summary>
    public bool DropsFlush(string label, string file, int line) =>
        mutant.Operator is MutationOperator.DropFlush or MutationOperator.DropPersist or MutationOperator.DropStep && IsAt(label, file, line);

    /// <summary>Whether a fence at a site does not happen.</summary>
    public bool DropsFence(string label, string file, int line) =>
        mutant.Operator is MutationOperator.DropFence or MutationOperator.DropPersist or MutationOperator.DropStep && IsAt(label, file, line);

    /// <summary>Whether a store at a site is held back.</summary>
    public bool HoldsStore(string label, string file, int line) =>
        mutant.Operator is MutationOperator.DelayStore or MutationOperator.SwapStores or MutationOperator.DelayStep && IsAt(label, file, line);

    /// <summary>Whether a flush or fence at a site is held back.</summary>
    public bool HoldsPersist(string label, string file, int line) =>
        mutant.Operator is MutationOperator.DelayFlush or MutationOperator.DelayStep && IsAt(label, file, line);

    /// <summary>Keeps an event for later; the length is 0 unless it is a store.</summary>
    public void Hold(PmemAddress address, int storedBytes, Action happens) => _held.Add(new HeldEvent(address, storedBytes, happens));

    /// <summary>Tells of an access to come: what is held back of the same bytes happens first, as a thread reads its own stores.</summary>
    public void Accesses(PmemAddress address, int sizeBytes)
    {
        foreach (HeldEvent held in _held)
        {
            if (held.StoredBytes == 0 || address >= held.Address + held.StoredBytes || held.Address >= address + sizeBytes) { continue; }
            Release();
            return;
        }
    }

    /// <summary>Tells that an event other than a load comes next which two swapped stores cannot pass.</summary>
    public void Orders()
    {
        if (mutant.Operator == MutationOperator.SwapStores) { Release(); }
    }

    /// <summary>Tells that an event has happened; releases the stores that waited for its label.</summary>
    public void Passed(string label)
    {
        if (_held.Count > 0 && label.Length > 0 && mutant.Until == label) { Release(); }
    }

    /// <summary>Tells that a store or locked instruction has happened, which the other operators wait for.</summary>
    public void Stored(string label)
    {
        if (mutant.Operator is MutationOperator.SwapStores or MutationOperator.DelayFlush or MutationOperator.DelayStep) { Release(); }
        Passed(label);
    }

    /// <summary>Performs what is still held back; call it when the operation ends.</summary>
    public void Release()
    {
        foreach (HeldEvent held in _held) { held.Happens(); }
        _held.Clear();
    }

    /// <summary>The ranges that a flush really covers.</summary>
    public IEnumerable<(PmemAddress Start, long LengthBytes)> Flushed(PmemAddress address, long lengthBytes, string label, string file, int line)
    {
        if (!IsAt(label, file, line)) { return [(address, lengthBytes)]; }
        (CacheLine first, int count) = CacheLine.Covering(address, lengthBytes);
        return mutant.Operator switch
        {
            MutationOperator.FlushFirstLineOnly => [(first.Start, CacheLine.Bytes)],
            MutationOperator.SkipFirstLine => count <= 1 ? [] : [(first.Start + CacheLine.Bytes, (count - 1L) * CacheLine.Bytes)],
            MutationOperator.FlushUnaligned => [(first.Start, (lengthBytes + CacheLine.Bytes - 1) / CacheLine.Bytes * CacheLine.Bytes)],
            MutationOperator.FlushWrongAddress => [(default, CacheLine.Bytes)],
            MutationOperator.RepeatFlush => [(address, lengthBytes), (address, lengthBytes)],
            _ => [(address, lengthBytes)],
        };
    }

    private bool IsAt(string label, string file, int line) => _line == 0
        ? mutant.Label == label
        : line == _line && Path.GetFileName(file.AsSpan()).SequenceEqual(_file);

    private readonly record struct HeldEvent(PmemAddress Address, int StoredBytes, Action Happens);
}
