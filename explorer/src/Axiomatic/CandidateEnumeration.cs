using System.Numerics;
using Sim.Explorer.Litmus;
using Sim.Simulator;

namespace Sim.Explorer.Axiomatic;

/// <summary>Enumerates the candidate executions of a program that violate at most a given number of axioms.</summary>
/// <remarks>
/// The choices, in order: a path per thread, rf for every read, co (or lo) unit by unit, and what every completed flush covers.
/// Each axiom's relation is kept transitively closed while edges are added, so that a branch ends with the edge that violates
/// one axiom too many. A flush that nothing completes may cover everything and then orders nothing: its cover is not enumerated.
/// </remarks>
internal sealed class CandidateEnumeration
{
    private readonly AxiomaticModel _model;
    private readonly List<ThreadTrace>[] _paths;
    private readonly ThreadTrace[] _chosen;
    private readonly Action<Candidate, uint> _visit;
    private readonly bool _crashes;
    private readonly int[] _lineOfLocation;
    private readonly AxiomClosures _closures;
    private readonly int[] _reads;
    private readonly ulong[] _unitWrites;
    private readonly Candidate _x;
    private int _readCount;

    /// <summary>Prepares the enumeration for the threads of a test.</summary>
    /// <param name="model">The axioms.</param>
    /// <param name="test">The test whose locations the threads use.</param>
    /// <param name="threads">The program or the recovery.</param>
    /// <param name="initial">The value that each location starts with.</param>
    /// <param name="crashes">Whether crash states are asked for: then the covers of flushes are enumerated too.</param>
    /// <param name="violationLimit">How many axioms a candidate may violate.</param>
    /// <param name="visit">Receives each candidate and the set of axioms that it violates.</param>
    public CandidateEnumeration(AxiomaticModel model, LitmusTest test, IReadOnlyList<LitmusThread> threads, long[] initial, bool crashes,
        int violationLimit, Action<Candidate, uint> visit)
    {
        (_model, _crashes, _visit) = (model, crashes, visit);
        _lineOfLocation = [.. test.Locations.Select(location => location.Line)];
        _paths = TraceEnumeration.Of(test, threads, initial);
        _chosen = new ThreadTrace[threads.Count];
        int capacity = _paths.Sum(paths => paths.Max(path => path.Events.Length));
        if (capacity > Relation.MaxEvents)
        {
            throw new InputException($"{test.Name}: {capacity} events, the axiomatic judge takes at most {Relation.MaxEvents}");
        }
        (int[] unitOfLocation, bool[] isPersistent) = Units(model, test);
        _x = new Candidate(capacity, unitOfLocation, isPersistent, initial);
        _closures = new AxiomClosures(model, capacity, choiceCount: capacity * (isPersistent.Length + 2), violationLimit);
        _reads = new int[capacity];
        _unitWrites = new ulong[isPersistent.Length];
    }

    /// <summary>Set by the visitor to end the enumeration.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Goes through all candidates.</summary>
    public void Run() => ChoosePath(0, 0, InitialPairs());

    // A unit is a location, or under per-line persistency the persistent locations of a line.
    private static (int[] UnitOfLocation, bool[] IsPersistent) Units(AxiomaticModel model, LitmusTest test)
    {
        int[] unitOfLocation = new int[test.Locations.Count];
        List<bool> isPersistent = [];
        Dictionary<int, int> unitOfLine = [];
        for (int location = 0; location < unitOfLocation.Length; location++)
        {
            LitmusLocation described = test.Locations[location];
            bool sharesUnit = model.PersistsByLine && !described.IsVolatile;
            if (sharesUnit && unitOfLine.TryGetValue(described.Line, out int unit))
            {
                unitOfLocation[location] = unit;
                continue;
            }
            unitOfLocation[location] = isPersistent.Count;
            if (sharesUnit) { unitOfLine[described.Line] = isPersistent.Count; }
            isPersistent.Add(!described.IsVolatile);
        }
        return (unitOfLocation, [.. isPersistent]);
    }

    private ulong InitialPairs()
    {
        ulong pairs = 0;
        for (int location = 0; location < _x.Initial.Length; location++)
        {
            pairs |= ThreadTrace.Pair(location, _x.Initial[location]);
        }
        return pairs;
    }

    private void ChoosePath(int thread, ulong readPairs, ulong writtenPairs)
    {
        if (IsStopped) { return; }
        if (thread == _chosen.Length)
        {
            if ((readPairs & ~writtenPairs) == 0) { Begin(); }
            return;
        }
        foreach (ThreadTrace path in _paths[thread])
        {
            _chosen[thread] = path;
            ChoosePath(thread + 1, readPairs | path.ReadPairs, writtenPairs | path.WrittenPairs);
        }
    }

    private void Begin()
    {
        _x.Begin(_chosen, _lineOfLocation);
        _readCount = 0;
        Array.Clear(_unitWrites);
        for (int e = 0; e < _x.Count; e++)
        {
            if (_x.Events[e].IsRead) { _reads[_readCount++] = e; }
            if (_x.Events[e].IsWrite) { _unitWrites[_x.UnitOfLocation[_x.Events[e].Location]] |= 1UL << e; }
        }
        uint violated = _closures.Begin(_x);
        if (_closures.IsWithinLimit(violated)) { ChooseReadsFrom(0, 0, violated); }
    }

    private void ChooseReadsFrom(int index, int depth, uint violated)
    {
        if (index == _readCount)
        {
            ChooseOrder(0, depth, violated);
            return;
        }
        int read = _reads[index];
        ExecutionEvent e = _x.Events[read];
        if (_x.Initial[e.Location] == e.ValueRead)
        {
            _x.ReadsFrom[read] = -1;
            ChooseReadsFrom(index + 1, depth, violated);
        }
        for (ulong left = _x.Writes; left != 0 && !IsStopped; left &= left - 1)
        {
            int write = BitOperations.TrailingZeroCount(left);
            ExecutionEvent source = _x.Events[write];
            if (source.Location != e.Location || source.ValueWritten != e.ValueRead) { continue; }
            int next = _closures.Descend(depth);
            uint now = violated;
            Communication kind = source.Thread == e.Thread ? Communication.Rfi : Communication.Rfe;
            if (_closures.Add(next, kind, write, read, ref now) && _closures.AddFromClauses(next, _x, write, read, ref now))
            {
                _x.ReadsFrom[read] = write;
                ChooseReadsFrom(index + 1, next, now);
            }
        }
    }

    private void ChooseOrder(int unit, int depth, uint violated)
    {
        if (unit == _unitWrites.Length)
        {
            FindCovers();
            ChooseCovers(0, depth, violated);
            return;
        }
        int[] order = _x.Order[unit];
        ulong remaining = _unitWrites[unit];
        for (int i = 0; i < _x.OrderCount[unit]; i++)
        {
            remaining &= ~(1UL << order[i]);
        }
        if (remaining == 0)
        {
            ChooseOrder(unit + 1, depth, violated);
            return;
        }
        for (ulong left = remaining; left != 0 && !IsStopped; left &= left - 1)
        {
            int write = BitOperations.TrailingZeroCount(left);
            int next = _closures.Descend(depth);
            uint now = violated;
            if (Append(unit, write, remaining & ~(1UL << write), next, ref now))
            {
                _x.Position[write] = _x.OrderCount[unit];
                order[_x.OrderCount[unit]++] = write;
                ChooseOrder(unit, next, now);
                _x.OrderCount[unit]--;
                _x.Position[write] = -1;
            }
        }
    }

    // The edges that follow from a write's being the next of its unit: co to all writes still to come, and fr from the reads of what came before.
    private bool Append(int unit, int write, ulong later, int depth, ref uint violated)
    {
        for (; later != 0; later &= later - 1)
        {
            if (!_closures.Add(depth, Communication.Co, write, BitOperations.TrailingZeroCount(later), ref violated)) { return false; }
        }
        ExecutionEvent e = _x.Events[write];
        for (int i = 0; i < _readCount; i++)
        {
            int read = _reads[i];
            int source = _x.ReadsFrom[read];
            if (read == write || _x.Events[read].Location != e.Location || (source >= 0 && _x.Position[source] < 0)) { continue; }
            Communication kind = _x.Events[read].Thread == e.Thread ? Communication.Fri : Communication.Fre;
            if (!_closures.Add(depth, kind, read, write, ref violated)) { return false; }
        }
        for (int axiom = 0; e.PairedLoad >= 0 && axiom < _model.Axioms.Count; axiom++)
        {
            if (_model.Axioms[axiom].Shape == AxiomShape.Atomic && !IsAtomic(unit, e)) { violated |= 1U << axiom; }
        }
        return _closures.IsWithinLimit(violated);
    }

    // No write of another thread since the one that the pair's load returned. If that one is still to come, there is no "since".
    private bool IsAtomic(int unit, ExecutionEvent store)
    {
        int source = _x.ReadsFrom[_x.FirstOf(store.Thread) + store.PairedLoad];
        if (source >= 0 && _x.Position[source] < 0) { return true; }
        for (int i = source < 0 ? 0 : _x.Position[source] + 1; i < _x.OrderCount[unit]; i++)
        {
            ExecutionEvent between = _x.Events[_x.Order[unit][i]];
            if (between.Thread != store.Thread && between.Location == store.Location) { return false; }
        }
        return true;
    }

    private void FindCovers()
    {
        _x.CoverCount = 0;
        if (!_crashes) { return; }
        for (ulong left = _x.Of(EventClass.FL | EventClass.FO); left != 0; left &= left - 1)
        {
            int flush = BitOperations.TrailingZeroCount(left);
            bool isCompleted = false;
            foreach (PersistClause clause in _model.Persistence)
            {
                isCompleted |= clause.Completes(_x, flush);
            }
            for (int unit = 0; isCompleted && unit < _unitWrites.Length; unit++)
            {
                if (_unitWrites[unit] == 0 || !_x.IsPersistent[unit] || !IsOnLine(unit, _x.Events[flush].Location)) { continue; }
                _x.CoverFlush[_x.CoverCount] = flush;
                _x.CoverUnit[_x.CoverCount++] = unit;
            }
        }
    }

    private bool IsOnLine(int unit, int location)
    {
        int member = _x.Events[BitOperations.TrailingZeroCount(_unitWrites[unit])].Location;
        return _lineOfLocation[member] == _lineOfLocation[location];
    }

    private void ChooseCovers(int index, int depth, uint violated)
    {
        if (index == _x.CoverCount)
        {
            _x.Closures = _closures[depth];
            _visit(_x, violated);
            return;
        }
        int flush = _x.CoverFlush[index];
        int unit = _x.CoverUnit[index];
        int[] order = _x.Order[unit];
        for (int covered = 0; covered <= _x.OrderCount[unit] && !IsStopped; covered++)
        {
            int next = _closures.Descend(depth);
            uint now = violated;
            if (covered > 0 && !_closures.Add(next, Communication.Pf, order[covered - 1], flush, ref now)) { continue; }
            if (covered < _x.OrderCount[unit] && !_closures.Add(next, Communication.Fp, flush, order[covered], ref now)) { continue; }
            _x.Covered[index] = covered;
            ChooseCovers(index + 1, next, now);
        }
    }
}
