using System.Diagnostics;
using System.Globalization;

namespace Sim.Benchmarks;

/// <summary>Compares variants of the same work on a machine that is not idle.</summary>
/// <remarks>
/// Variants take turns, in slices shorter than a time slice of the scheduler, and in an order that rotates, so that whatever
/// else the machine does hits all of them alike. A variant's time is the first percentile of its slices: those that nothing
/// disturbed. One process measures all variants, so code placement is the same draw for all; run it several times.
/// </remarks>
internal sealed class InterleavedRatios
{
    private const int Rounds = 4_000;
    private const double Quantile = 0.01;

    // Tiered compilation needs up to 300 ms for its best code.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    private readonly List<(string Name, Action Slice, int OperationCount)> _variants = [];

    /// <summary>Adds a variant; the first one is what the others are compared with.</summary>
    public void Add(string name, Action slice, int operationCount) => _variants.Add((name, slice, operationCount));

    /// <summary>Measures, and prints a table: nanoseconds of one operation, and the ratio to the first variant.</summary>
    public void Print(TextWriter output)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < WarmUp)
        {
            foreach ((_, Action slice, _) in _variants) { slice(); }
        }

        long[][] slices = [.. _variants.Select(_ => new long[Rounds])];
        for (int round = 0; round < Rounds; round++)
        {
            for (int turn = 0; turn < _variants.Count; turn++)
            {
                int variant = (round + turn) % _variants.Count;
                long begin = Stopwatch.GetTimestamp();
                _variants[variant].Slice();
                slices[variant][round] = Stopwatch.GetTimestamp() - begin;
            }
        }

        double[] operationNs =
        [
            .. slices.Select((ticks, variant) =>
                ticks.Order().ElementAt((int)(Rounds * Quantile)) * (1e9 / Stopwatch.Frequency) / _variants[variant].OperationCount),
        ];
        for (int i = 0; i < _variants.Count; i++)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {_variants[i].Name,-28} | {operationNs[i],8:F2} | {operationNs[i] / operationNs[0],6:F3} |"));
        }
    }
}
