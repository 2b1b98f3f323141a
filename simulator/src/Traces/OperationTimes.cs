using Sim.Simulator.Results;

namespace Sim.Simulator.Traces;

/// <summary>The simulated times between <c>NAME.BEGIN</c> and <c>NAME.END</c> of one thread; inner operations count within the outermost.</summary>
internal sealed class OperationTimes
{
    private const string Begin = ".BEGIN";
    private const string End = ".END";
    private readonly Dictionary<string, (long Count, long Cycles, long MaxCycles)> _byName = [];
    private string? _open;
    private long _start;

    /// <summary>Passes a marker.</summary>
    public void Mark(string name, long clock)
    {
        if (_open is null && name.EndsWith(Begin, StringComparison.Ordinal)) { (_open, _start) = (name[..^Begin.Length], clock); }
        else if (_open is not null && name == _open + End)
        {
            // OP_i10 and OP_i20 are the same operation with other arguments.
            string key = string.Concat(_open.Where(c => !char.IsAsciiDigit(c)));
            (long count, long cycles, long most) = _byName.GetValueOrDefault(key);
            _byName[key] = (count + 1, cycles + clock - _start, Math.Max(most, clock - _start));
            _open = null;
        }
    }

    /// <summary>The operations of all threads by name.</summary>
    public static IReadOnlyList<TracedOperation> Merge(IEnumerable<OperationTimes> times, double cyclesPerNs) =>
        [.. times.SelectMany(one => one._byName).GroupBy(one => one.Key).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, Count: group.Sum(one => one.Value.Count), Cycles: group.Sum(one => one.Value.Cycles), Max: group.Max(one => one.Value.MaxCycles)))
            .Select(sum => new TracedOperation(sum.Key, sum.Count, (double)sum.Cycles / sum.Count, sum.Cycles / (sum.Count * cyclesPerNs), sum.Max / cyclesPerNs))];
}
