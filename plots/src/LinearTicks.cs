using ScottPlot;

namespace Sim.Plots;

/// <summary>Ticks for axes that start at zero.</summary>
internal static class LinearTicks
{
    /// <summary>Ticks at whole multiples of 1, 2 or 5 times a power of ten, as many as have room.</summary>
    /// <param name="to">The upper end, above 0.</param>
    /// <param name="maxCount">How many ticks above zero have room, at least 1.</param>
    public static Tick[] FromZero(double to, int maxCount)
    {
        double step = Step(to / Math.Max(1, maxCount));
        // A single tick at zero would not be a scale.
        if (step > to) { step /= 2; }
        return [.. Enumerable.Range(0, (int)(to / step) + 1).Select(i => Tick.Major(i * step, Numbers.Plain(i * step)))];
    }

    private static double Step(double atLeast)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(atLeast)));
        double digit = (atLeast / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        return digit * power;
    }
}
