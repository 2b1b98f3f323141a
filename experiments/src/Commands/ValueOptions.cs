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

    private static T Parse<T>(ArgumentResult result, string name, string expected, Func<string, T?> parse)
        where T : struct
    {
        string text = result.Tokens[0].Value;
        if (parse(text) is { } value) { return value; }
        result.AddError($"{name} is '{text}', expected {expected}");
        return default;
    }
}
