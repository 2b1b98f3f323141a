using System.Globalization;

namespace Sim.Simulator;

/// <summary>One section of a platform file, whose numbers are asked for by name; what nobody asks for is an error.</summary>
/// <remarks>A time is given in ns, us or cycles and rounded to whole ticks: at most half a tick is lost.</remarks>
internal sealed class PlatformSection
{
    private readonly string _file;
    private readonly string _name;
    private readonly Dictionary<string, PlatformQuantity?> _quantities;
    private readonly List<PlatformValue> _values;
    private readonly List<string> _asked = [];

    public PlatformSection(string file, string name, Dictionary<string, PlatformQuantity?>? quantities, List<PlatformValue> values)
    {
        _file = file;
        _name = name;
        _quantities = quantities ?? throw InputException.InFile(file, name, "missing", "an object of quantities");
        _values = values;
    }

    /// <summary>Ticks per nanosecond, once they are known; times need it. A tick is a core cycle, or finer.</summary>
    public double TicksPerNs { get; set; }

    /// <summary>Ticks per core cycle.</summary>
    public double TicksPerCycle { get; set; } = 1;

    public double Gigahertz(string field) => Ask(field, least: 0.1, ("GHz", 1));

    public int Count(string field, string unit, int least) => Whole(field, Ask(field, least, (unit, 1)));

    public double Factor(string field) => Ask(field, least: 0.01, ("ratio", 1));

    public bool Flag(string field)
    {
        double value = Ask(field, least: 0, ("bool", 1));
        return value is 0 or 1 ? value == 1 : throw Wrong(field, Text(value), "0 or 1");
    }

    public long Cycles(string field) =>
        (long)Math.Round(Ask(field, least: 0, ("cycles", TicksPerCycle), ("ns", TicksPerNs), ("us", 1000 * TicksPerNs), ("s", 1e9 * TicksPerNs)), MidpointRounding.AwayFromZero);

    public int Lines(string field)
    {
        int bytes = Whole(field, Ask(field, least: 0, ("B", 1), ("KiB", 1024), ("MiB", 1024 * 1024)));
        return bytes >= 64 && bytes % 64 == 0 ? bytes / 64 : throw Wrong(field, $"{bytes} B", "a multiple of 64 B, at least one");
    }

    /// <summary>Checks that every number of the section was asked for.</summary>
    public void End()
    {
        foreach (string field in _quantities.Keys)
        {
            if (!_asked.Contains(field)) { throw Wrong(field, "not a known field", $"one of: {string.Join(", ", _asked)}"); }
        }
    }

    public InputException Wrong(string field, string found, string expected) =>
        InputException.InFile(_file, $"{_name}.{field}", found, expected);

    private double Ask(string field, double least, params ReadOnlySpan<(string Unit, double Factor)> units)
    {
        _asked.Add(field);
        if (!_quantities.TryGetValue(field, out PlatformQuantity? quantity) || quantity is null)
        {
            throw Wrong(field, "missing", "an object with value, unit, source and quality");
        }
        double value = quantity.Value ?? throw Wrong($"{field}.value", "missing", "a number");
        if (string.IsNullOrWhiteSpace(quantity.Source)) { throw Wrong($"{field}.source", "missing", "where the number comes from"); }
        if (!PlatformValue.Qualities.Contains(quantity.Quality))
        {
            throw Wrong($"{field}.quality", Quoted(quantity.Quality), $"one of: {string.Join(", ", PlatformValue.Qualities)}");
        }
        if (!double.IsFinite(value) || value < least) { throw Wrong($"{field}.value", Text(value), $"at least {Text(least)}"); }
        List<string> known = [];
        foreach ((string unit, double factor) in units)
        {
            known.Add(unit);
            if (unit != quantity.Unit) { continue; }
            _values.Add(new PlatformValue($"{_name}.{field}", value, unit, quantity.Source, quantity.Quality!));
            return value * factor;
        }
        throw Wrong($"{field}.unit", Quoted(quantity.Unit), string.Join(" or ", known));
    }

    private int Whole(string field, double value) =>
        value == Math.Floor(value) && value <= int.MaxValue ? (int)value : throw Wrong($"{field}.value", Text(value), "a whole number below 2^31");

    private static string Quoted(string? text) => text is null ? "missing" : $"'{text}'";

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
