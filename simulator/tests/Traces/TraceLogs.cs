using Sim.Simulator.Traces;

namespace Sim.Simulator.Tests.Traces;

/// <summary>Real logs of pmemcheck and what is known about them.</summary>
internal static class TraceLogs
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Traces", "data");

    /// <summary>The names of all logs.</summary>
    public static TheoryData<string> Names => [.. Rows("stats.tsv").Select(row => row["log"])];

    /// <summary>The path of a log.</summary>
    public static string PathOf(string name) => Path.Combine(Folder, $"{name}.log.gz");

    /// <summary>The rows of a table, by column.</summary>
    public static IReadOnlyList<Dictionary<string, string>> Rows(string table)
    {
        string[][] lines = [.. File.ReadAllLines(Path.Combine(Folder, table)).Select(line => line.Split('\t'))];
        return [.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    /// <summary>A log's text, unpacked.</summary>
    public static byte[] Content(string name)
    {
        using Stream stream = TraceFile.OpenContent(PathOf(name));
        using MemoryStream content = new();
        stream.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>All events of a trace, with their texts.</summary>
    public static List<(TraceEvent Event, string Text)> ReadAll(ITraceReader reader)
    {
        List<(TraceEvent, string)> events = [];
        TraceEvent[] batch = new TraceEvent[100];
        while (reader.Read(batch) is int count and > 0)
        {
            events.AddRange(batch.Take(count).Select(item => (item with { Text = 0 }, reader.Texts[item.Text])));
        }
        return events;
    }

    /// <summary>Reads a log that is given as text.</summary>
    public static List<(TraceEvent Event, string Text)> Read(string log)
    {
        using PmemcheckReader reader = new("test.log", new MemoryStream(System.Text.Encoding.Latin1.GetBytes(log)));
        return ReadAll(reader);
    }
}
