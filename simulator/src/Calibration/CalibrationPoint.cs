using System.Globalization;

namespace Sim.Simulator.Calibration;

/// <summary>A published measurement.</summary>
public sealed record CalibrationPoint
{
    /// <summary>Its name in the file.</summary>
    public required string Id { get; init; }

    /// <summary>The machine that was measured.</summary>
    public required string System { get; init; }

    /// <summary>What was measured.</summary>
    public required string Metric { get; init; }

    /// <summary>The experiment's parameters, as the file gives them.</summary>
    public required PointParameters Parameters { get; init; }

    /// <summary>The published value.</summary>
    public required double Value { get; init; }

    /// <summary>Its unit.</summary>
    public required string Unit { get; init; }

    /// <summary>How sure the value is: <c>exact-data</c>, <c>derived</c>, <c>approx-figure</c>, ...</summary>
    public required string Quality { get; init; }

    /// <summary>How far a good model may be off, in percent.</summary>
    public required double TolerancePercent { get; init; }

    /// <summary>The curve that it belongs to; empty if it stands alone.</summary>
    public required string Curve { get; init; }

    /// <summary>Its place on the curve.</summary>
    public required double? X { get; init; }

    /// <summary>Where it stands: <c>file:line</c>.</summary>
    public required string Place { get; init; }

    /// <summary>Whether the value comes from published data, exactly or by computation.</summary>
    public bool IsExactOrDerived => Quality is "exact-data" or "derived";

    /// <summary>Whether the value is recalled, second-hand or read in a text: shown apart and never fitted to.</summary>
    public bool IsHearsay => Quality is "recalled" or "secondary" or "read-text";

    /// <summary>The relative error of a simulated value; published values near 0 count as the floor of their unit.</summary>
    public double ErrorOf(double simulated) => Math.Abs(simulated - Value) / Math.Max(Math.Abs(Value), Floor);

    private double Floor => Unit switch
    {
        "ratio" => 0.1,
        "GB/s" => 0.05,
        "ns" or "ns/line" or "cycles" => 1,
        _ => 1e-9,
    };
}

/// <summary>The parameters of a point: <c>key=value</c> and plain words, joined by semicolons.</summary>
/// <param name="place">Where they stand, for messages.</param>
/// <param name="text">The text.</param>
public sealed class PointParameters(string place, string text)
{
    private readonly Dictionary<string, string> _values = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(part => part.Split('=', 2))
        .GroupBy(pair => pair[0])
        .ToDictionary(group => group.Key, group => group.Last().Length == 2 ? group.Last()[1] : "");

    /// <summary>The text as given.</summary>
    public override string ToString() => text;

    /// <summary>Whether a key or word is there.</summary>
    public bool Has(string key) => _values.ContainsKey(key);

    /// <summary>The value of a key.</summary>
    /// <exception cref="InputException">The key is missing.</exception>
    public string Text(string key) => _values.TryGetValue(key, out string? value) ? value : throw Wrong(key, "missing", "a value");

    /// <summary>The value of a key, or a default.</summary>
    public string Text(string key, string orElse) => _values.GetValueOrDefault(key, orElse);

    /// <summary>The whole number of a key.</summary>
    /// <exception cref="InputException">The key is missing or not a whole number from 0 to 2^40.</exception>
    public long Whole(string key)
    {
        string value = Text(key);
        string digits = value.StartsWith("2^", StringComparison.Ordinal) ? value[2..] : value;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long whole)) { throw Wrong(key, $"'{value}'", "a whole number"); }
        if (digits != value) { whole = whole < 41 ? 1L << (int)whole : long.MaxValue; }
        return whole <= 1L << 40 ? whole : throw Wrong(key, value, "at most 2^40");
    }

    /// <summary>The whole number of a key, or a default.</summary>
    public long Whole(string key, long orElse) => Has(key) ? Whole(key) : orElse;

    /// <summary>The number of a key.</summary>
    public double Number(string key)
    {
        string value = Text(key);
        return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) && number >= 0
            ? number
            : throw Wrong(key, $"'{value}'", "a number of at least 0");
    }

    /// <summary>An error about one parameter.</summary>
    public InputException Wrong(string key, string found, string expected) =>
        InputException.InFile(place, $"parameters.{key}", found, expected);
}
