using System.Globalization;

namespace Sim.Experiments.Output;

/// <summary>Numbers as people read them: grouped digits, few decimals, the unit behind, the same in every culture.</summary>
internal static class Quantity
{
    /// <summary>A count: <c>45,004</c>.</summary>
    public static string Count(double value) =>
        value < 1e15 ? value.ToString("N0", CultureInfo.InvariantCulture) : value.ToString("0.00e+0", CultureInfo.InvariantCulture);

    /// <summary>A ratio or a count per operation: <c>3.02</c>.</summary>
    public static string Decimal(double value) => value.ToString("N2", CultureInfo.InvariantCulture);

    /// <summary>A share of a whole as a percentage: <c>37.1 %</c>; of nothing, nothing.</summary>
    public static string Share(double part, double whole) =>
        whole == 0 ? "0.0 %" : $"{(part / whole * 100).ToString("N1", CultureInfo.InvariantCulture)} %";

    /// <summary>A count with its noun: <c>1 thread</c>, <c>2 threads</c>.</summary>
    public static string Of(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A duration given in nanoseconds, in the unit that suits it: <c>812 ns</c>, <c>1.25 ms</c>.</summary>
    public static string Duration(double nanoseconds) => nanoseconds switch
    {
        < 1e4 => $"{Count(nanoseconds)} ns",
        < 1e7 => $"{Decimal(nanoseconds / 1e3)} us",
        < 1e10 => $"{Decimal(nanoseconds / 1e6)} ms",
        _ => $"{Decimal(nanoseconds / 1e9)} s",
    };

    /// <summary>Operations per second: <c>1.23 M ops/s</c>.</summary>
    public static string Rate(double perSecond, string noun) => perSecond switch
    {
        < 1e4 => $"{Count(perSecond)} {noun}/s",
        < 1e6 => $"{Decimal(perSecond / 1e3)} k {noun}/s",
        _ => $"{Decimal(perSecond / 1e6)} M {noun}/s",
    };
}
