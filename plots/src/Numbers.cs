using System.Globalization;

namespace Sim.Plots;

/// <summary>Writes numbers for people, the same everywhere.</summary>
internal static class Numbers
{
    // A narrow space that does not break, as ISO 80000-1 groups digits; never a comma, which is a decimal sign elsewhere.
    private static readonly NumberFormatInfo Grouped = new() { NumberGroupSeparator = "\u2009", NumberGroupSizes = [3] };

    /// <summary>Three significant digits where that needs decimals, else whole: <c>0.034</c>, <c>4.25</c>, <c>12 345</c>.</summary>
    public static string Plain(double value)
    {
        double size = Math.Abs(value);
        int decimals = size is 0 or >= 100 ? 0 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(size)), 0, 6);
        string format = size >= 10_000 ? "#,0" : decimals == 0 ? "0" : "0." + new string('#', decimals);
        return value.ToString(format, Grouped);
    }

    /// <summary>A share of a whole: <c>38 %</c>, <c>0.4 %</c>; empty where the whole is nothing.</summary>
    public static string Percent(double part, double whole) =>
        whole > 0 ? Plain(Math.Round(100 * part / whole, part / whole < 0.0995 ? 1 : 0)) + "\u2009%" : "";

    /// <summary>A duration with the unit that suits its size: <c>420 ns</c>, <c>1.31 µs</c>.</summary>
    public static string Duration(double ns) => ns switch
    {
        >= 1e9 => $"{Plain(ns / 1e9)}\u2009s",
        >= 1e6 => $"{Plain(ns / 1e6)}\u2009ms",
        >= 1e3 => $"{Plain(ns / 1e3)}\u2009µs",
        _ => $"{Plain(ns)}\u2009ns",
    };
}
