using System.Globalization;

namespace Sim.Explorer.Litmus;

/// <summary>How an outcome is written: <c>NAME=VALUE</c> of every observable in order, joined by commas.</summary>
public static class LitmusOutcome
{
    /// <summary>One observable and its value.</summary>
    /// <param name="observable">The observable.</param>
    /// <param name="value">Its value; null for a register that was never written, shown as <c>-</c>.</param>
    public static string Of(LitmusObservable observable, long? value) =>
        string.Create(CultureInfo.InvariantCulture, $"{observable.Name}={(value is { } known ? known.ToString(CultureInfo.InvariantCulture) : "-")}");

    /// <summary>An outcome of its parts.</summary>
    public static string Join(IEnumerable<string> parts) => string.Join(',', parts);

    /// <summary>Whether an outcome satisfies a condition.</summary>
    /// <param name="outcome">The outcome; it tells every observable of the condition.</param>
    /// <param name="condition">The condition.</param>
    public static bool Satisfies(string outcome, LitmusCondition condition)
    {
        Dictionary<string, long?> values = new(StringComparer.Ordinal);
        foreach (string part in outcome.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            ReadOnlySpan<char> value = part.AsSpan(equals + 1);
            values.Add(part[..equals], value is "-" ? null : long.Parse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        }
        return condition.IsSatisfiedBy(name => values[name]);
    }
}
