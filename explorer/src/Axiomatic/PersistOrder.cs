using System.Numerics;

namespace Sim.Explorer.Axiomatic;

/// <summary>nvo of one candidate execution: for each write and each unit, how many of the unit's writes are persistent before it.</summary>
/// <remarks>A crash keeps a prefix of every unit's order such that the last write kept of each unit has its requirements met by all others.</remarks>
internal sealed class PersistOrder
{
    private readonly int[] _required;
    private readonly int _unitCount;
    private Candidate? _candidate;

    public PersistOrder(int eventCapacity, int unitCount)
    {
        _unitCount = unitCount;
        _required = new int[eventCapacity * unitCount];
        Kept = new int[unitCount];
    }

    /// <summary>The length of the prefix kept of each unit, while <see cref="NextCut"/> goes through them.</summary>
    public int[] Kept { get; }

    /// <summary>Forgets all requirements, and starts with the cut that keeps nothing.</summary>
    public void Begin(Candidate candidate, IReadOnlyList<PersistClause> clauses)
    {
        _candidate = candidate;
        Array.Clear(_required, 0, candidate.Count * _unitCount);
        Array.Clear(Kept);
        foreach (PersistClause clause in clauses)
        {
            clause.Raise(candidate, this);
        }
    }

    /// <summary>The write <paramref name="earlier"/> is persistent before each of <paramref name="writes"/>.</summary>
    public void Require(int earlier, ulong writes)
    {
        Candidate x = _candidate!;
        int unit = x.UnitOfLocation[x.Events[earlier].Location];
        Require(unit, x.Position[earlier] + 1, writes);
    }

    /// <summary>The first <paramref name="count"/> writes of a unit are persistent before each of <paramref name="writes"/>.</summary>
    public void Require(int unit, int count, ulong writes)
    {
        if (!_candidate!.IsPersistent[unit]) { return; }
        for (writes &= _candidate.Writes; writes != 0; writes &= writes - 1)
        {
            ref int required = ref _required[BitOperations.TrailingZeroCount(writes) * _unitCount + unit];
            required = Math.Max(required, count);
        }
    }

    /// <summary>Goes to the next cut, closed or not; false after the last.</summary>
    public bool NextCut()
    {
        for (int unit = 0; unit < _unitCount; unit++)
        {
            if (_candidate!.IsPersistent[unit] && Kept[unit] < _candidate.OrderCount[unit])
            {
                Kept[unit]++;
                return true;
            }
            Kept[unit] = 0;
        }
        return false;
    }

    /// <summary>A kept write and the newest write that had to be kept before it and is not; null when the cut is closed.</summary>
    public (int Kept, int Missing)? Violation()
    {
        for (int unit = 0; unit < _unitCount; unit++)
        {
            if (Kept[unit] == 0) { continue; }
            int last = _candidate!.Order[unit][Kept[unit] - 1];
            for (int other = 0; other < _unitCount; other++)
            {
                int required = _required[last * _unitCount + other];
                if (required > Kept[other]) { return (last, _candidate.Order[other][required - 1]); }
            }
        }
        return null;
    }
}
