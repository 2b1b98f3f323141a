using Sim.CacheModel;

namespace Sim.Simulator.Mutation;

/// <summary>A mutant at work in one thread: decides what changes and keeps the stores that are held back.</summary>
/// <param name="mutant">The defect.</param>
public sealed class ActiveMutant<TPmem>(Mutant mutant)
    where TPmem : struct, IPmem
{
    private readonly List<Action> _held = [];

    /// <summary>Whether the event with the label does not happen.</summary>
    public bool Drops(MutationOperator by, string label) => mutant.Operator == by && mutant.Label == label;

    /// <summary>Whether the store is held back; if so it is kept.</summary>
    public bool Holds(string label, Action store)
    {
        bool held = mutant.Operator == MutationOperator.DelayStore && mutant.Label == label;
        if (held) { _held.Add(store); }
        return held;
    }

    /// <summary>Tells that an event has happened; releases the stores that waited for it.</summary>
    public void Passed(string label)
    {
        if (_held.Count > 0 && label.Length > 0 && mutant.Until == label) { ReleaseHeldStores(); }
    }

    /// <summary>Performs the stores that are still held back; call it when the operation ends.</summary>
    public void ReleaseHeldStores()
    {
        foreach (Action store in _held) { store(); }
        _held.Clear();
    }

    /// <summary>The ranges that a flush really covers.</summary>
    public IEnumerable<(PmemAddress Start, long LengthBytes)> Flushed(PmemAddress address, long lengthBytes, string label)
    {
        if (mutant.Label != label) { return [(address, lengthBytes)]; }
        (CacheLine first, int count) = CacheLine.Covering(address, lengthBytes);
        return mutant.Operator switch
        {
            MutationOperator.FlushFirstLineOnly => [(first.Start, CacheLine.Bytes)],
            MutationOperator.SkipFirstLine => count <= 1 ? [] : [(first.Start + CacheLine.Bytes, (count - 1L) * CacheLine.Bytes)],
            MutationOperator.FlushUnaligned => [(first.Start, (lengthBytes + CacheLine.Bytes - 1) / CacheLine.Bytes * CacheLine.Bytes)],
            MutationOperator.FlushWrongAddress => [(default, CacheLine.Bytes)],
            _ => [(address, lengthBytes)],
        };
    }
}
