namespace Sim.Explorer.Tests.Traces;

/// <summary>Real logs of pmemcheck and what is known about them.</summary>
internal static class TraceLogs
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Traces", "data");

    /// <summary>The path of a log.</summary>
    public static string PathOf(string name) => Path.Combine(Folder, $"{name}.log.gz");

    /// <summary>The rows of a table, by column.</summary>
    public static IReadOnlyList<Dictionary<string, string>> Rows(string table)
    {
        string[][] lines = [.. File.ReadAllLines(Path.Combine(Folder, table)).Select(line => line.Split('\t'))];
        return [.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    /// <summary>A number as the tables write it: four digits, an exponent from 1e7 on.</summary>
    public static string Rounded(System.Numerics.BigInteger value) => value < 10_000_000 ? $"{value}" : ((double)value).ToString("0.000e+00", System.Globalization.CultureInfo.InvariantCulture);
}
