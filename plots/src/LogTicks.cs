using System.Globalization;
using ScottPlot;

namespace Sim.Plots;

/// <summary>Ticks for axes that plot the decimal logarithm.</summary>
internal static class LogTicks
{
    /// <summary>Ticks at powers of ten; at 1, 2 and 5 as well where the axis spans less than a decade and a half.</summary>
    /// <param name="from">Lower end, as a logarithm.</param>
    /// <param name="to">Upper end, as a logarithm.</param>
    public static Tick[] Latency(double from, double to)
    {
        List<Tick> ticks = [];
        for (int decade = (int)Math.Floor(from); decade <= (int)Math.Ceiling(to); decade++)
        {
            for (int digit = 1; digit <= 9; digit++)
            {
                double value = digit * Math.Pow(10, decade);
                bool isMajor = digit == 1 || (to - from < 1.5 && digit is 2 or 5);
                ticks.Add(isMajor ? Tick.Major(Math.Log10(value), Numbers.Plain(value)) : Tick.Minor(Math.Log10(value)));
            }
        }
        return [.. ticks];
    }

    /// <summary>Ticks at 100 %, 10 %, 1 % and so on.</summary>
    /// <param name="from">Lower end, as a logarithm.</param>
    public static Tick[] Shares(double from)
    {
        List<Tick> ticks = [];
        for (int decade = 0; decade >= from; decade--)
        {
            string percent = (100 * Math.Pow(10, decade)).ToString("0.##########", CultureInfo.InvariantCulture);
            ticks.Add(Tick.Major(decade, percent + "\u2009%"));
        }
        return [.. ticks];
    }
}
