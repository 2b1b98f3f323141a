using System.Globalization;
using System.Reflection;
using System.Text;

namespace Sim.Simulator.Calibration;

/// <summary>Reads calibration points: CSV with the header <c>id,system,metric,parameters,value,unit,source,note,quality,tolerance_pct,curve,x</c>.</summary>
public static class CalibrationFile
{
    private const string ResourcePrefix = "Sim.Simulator.calibration.points.";
    private const string Header = "id,system,metric,parameters,value,unit,source,note,quality,tolerance_pct,curve,x";

    private static readonly string[] Qualities =
        ["exact-data", "derived", "approx-figure", "measured-here", "read-text", "secondary", "recalled"];

    /// <summary>Reads the points of a file.</summary>
    /// <exception cref="InputException">The file cannot be read or a field is wrong.</exception>
    public static IReadOnlyList<CalibrationPoint> Read(string path)
    {
        try
        {
            return Parse(path, File.ReadAllText(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the calibration file cannot be read ({error.GetType().Name})");
        }
    }

    /// <summary>Reads the published points that come with Sim.</summary>
    public static IReadOnlyList<CalibrationPoint> ReadAllPublished()
    {
        Assembly assembly = typeof(CalibrationFile).Assembly;
        List<CalibrationPoint> points = [];
        foreach (string resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!);
            points.AddRange(Parse(resource[ResourcePrefix.Length..], reader.ReadToEnd()));
        }
        return points;
    }

    /// <summary>Parses the points of a file.</summary>
    internal static IReadOnlyList<CalibrationPoint> Parse(string file, string text)
    {
        List<CalibrationPoint> points = [];
        string[] lines = text.Split('\n');
        string header = lines[0].Trim('\uFEFF', '\r', ' ');
        if (header != Header) { throw InputException.InFile($"{file}:1", "the header", $"'{header}'", $"'{Header}'"); }
        for (int i = 1; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd('\r');
            if (line.Length > 0) { points.Add(ParsePoint($"{file}:{i + 1}", SplitFields($"{file}:{i + 1}", line))); }
        }
        return points;
    }

    private static CalibrationPoint ParsePoint(string place, List<string> fields)
    {
        if (fields.Count != 12) { throw InputException.InFile(place, "the line", $"{fields.Count} fields", "12"); }
        string quality = fields[8];
        if (!Qualities.Contains(quality)) { throw InputException.InFile(place, "quality", $"'{quality}'", $"one of: {string.Join(", ", Qualities)}"); }
        return new CalibrationPoint
        {
            Place = place,
            Id = Required(place, "id", fields[0]),
            System = Required(place, "system", fields[1]),
            Metric = Required(place, "metric", fields[2]),
            Parameters = new PointParameters(place, fields[3]),
            Value = Number(place, "value", fields[4]),
            Unit = Required(place, "unit", fields[5]),
            Quality = quality,
            TolerancePercent = Number(place, "tolerance_pct", fields[9]),
            Curve = fields[10],
            X = fields[11].Length == 0 ? null : Number(place, "x", fields[11]),
        };
    }

    private static string Required(string place, string field, string text) =>
        text.Length > 0 ? text : throw InputException.InFile(place, field, "empty", "a text");

    private static double Number(string place, string field, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw InputException.InFile(place, field, $"'{text}'", "a number");

    private static List<string> SplitFields(string place, string line)
    {
        List<string> fields = [];
        StringBuilder field = new();
        bool isQuoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"') { field.Append(line[i++]); }
            else if (c == '"') { isQuoted = !isQuoted; }
            else if (c == ',' && !isQuoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else { field.Append(c); }
        }
        if (isQuoted) { throw InputException.InFile(place, "the line", "an open quote", "a closed one"); }
        fields.Add(field.ToString());
        return fields;
    }
}
