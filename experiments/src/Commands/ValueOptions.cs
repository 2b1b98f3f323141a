using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Sim.Experiments.Commands;

/// <summary>Options with one value, which say in one line what they expected.</summary>
internal static class ValueOptions
{
    /// <summary>A whole number of at least <paramref name="minimum"/>.</summary>
    public static Option<int> Count(string name, string description, int defaultValue, int minimum = 1) => new(name)
    {
        HelpName = "N",
        Description = description,
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result => Parse<int>(result, name, $"a whole number of at least {minimum}",
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= minimum ? value : null),
    };

    /// <summary>A whole number of at least 0; null where it is not given.</summary>
    public static Option<int?> OptionalCount(string name, string description) => new(name)
    {
        HelpName = "N",
        Description = description,
        CustomParser = result => Parse<int>(result, name, "a whole number of at least 0",
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null),
    };

    /// <summary>A number of bytes: <c>512M</c>, <c>8G</c>, or plain bytes; null where it is not given.</summary>
    public static Option<long?> Bytes(string name, string description) => new(name)
    {
        HelpName = "SIZE",
        Description = description,
        CustomParser = result => Parse<long>(result, name, "a size such as 512M or 8G", text => Scaled(text, "KMG", 1024)),
    };

    /// <summary>A duration: <c>90</c> or <c>90s</c>, <c>5m</c>, <c>2h</c>; null where it is not given.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        HelpName = "DURATION",
        Description = description,
        CustomParser = result => Parse<TimeSpan>(result, name, "a duration such as 90s, 5m or 2h",
            text => Scaled(text.EndsWith('s') ? text[..^1] : text, "mh", 60) is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
    };

    /// <summary>A whole number of at least 0, of 64 bits.</summary>
    public static Option<ulong> Seed() => new("--seed")
    {
        HelpName = "N",
        Description = "Seed of the workload; the same seed gives the same run.",
        DefaultValueFactory = _ => 1UL,
        CustomParser = result => Parse<ulong>(result, "--seed", "a whole number of at least 0",
            text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : null),
    };

    /// <summary>A text without a default.</summary>
    public static Option<string?> Text(string name, string helpName, string description) =>
        new(name) { HelpName = helpName, Description = description };

    /// <summary>A whole number of at least 1 with an optional unit: the n-th unit stands for the n-th power of the factor.</summary>
    private static long? Scaled(string text, string units, long factor)
    {
        int power = text.Length == 0 ? 0 : units.IndexOf(text[^1], StringComparison.Ordinal) + 1;
        string digits = power > 0 ? text[..^1] : text;
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long value) || value < 1) { return null; }
        double scaled = value * Math.Pow(factor, power);
        return scaled < long.MaxValue / 1024.0 ? (long)scaled : null;
    }

    private static T Parse<T>(ArgumentResult result, string name, string expected, Func<string, T?> parse)
        where T : struct
    {
        string text = result.Tokens[0].Value;
        if (parse(text) is { } value) { return value; }
        result.AddError($"{name} is '{text}', expected {expected}");
        return default;
    }
}
