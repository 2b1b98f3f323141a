using System.Globalization;

namespace Sim.Simulator;

/// <summary>A request of a memory trace.</summary>
/// <param name="Line">The line's index.</param>
/// <param name="IsWrite">Whether it writes.</param>
/// <param name="Cycle">The earliest cycle in which it may start; 0 if the trace gives none.</param>
public readonly record struct MemoryRequest(int Line, bool IsWrite, long Cycle);

/// <summary>Reads plain request traces, a request a line, as other memory simulators take them.</summary>
/// <remarks>
/// A line has an operation, an address and perhaps a cycle: <c>R 0x1000</c>, <c>0x1000 W 120</c> (VANS), <c>0x1000 READ 120</c>
/// (DRAMsim3), <c>LD 4096</c> (Ramulator). Operation and address may stand in either order; <c>#</c> begins a comment.
/// </remarks>
public static class RequestTrace
{
    private const long MostLines = int.MaxValue;

    /// <summary>Reads a trace file.</summary>
    /// <exception cref="InputException">The file cannot be read, or a line is not a request.</exception>
    public static IReadOnlyList<MemoryRequest> Read(string path)
    {
        try
        {
            using StreamReader reader = new(path);
            return Parse(path, reader);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the trace cannot be read ({error.GetType().Name})");
        }
    }

    /// <summary>Parses a trace.</summary>
    /// <exception cref="InputException">A line is not a request.</exception>
    public static IReadOnlyList<MemoryRequest> Parse(string file, TextReader reader)
    {
        List<MemoryRequest> requests = [];
        int number = 0;
        while (reader.ReadLine() is string line)
        {
            number++;
            string text = line.Split('#')[0].Trim();
            if (text.Length > 0) { requests.Add(ParseLine($"{file}:{number}", text)); }
        }
        return requests;
    }

    private static MemoryRequest ParseLine(string place, string text)
    {
        string[] parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is < 2 or > 3) { throw InputException.InFile(place, "the request", $"'{text}'", "operation, address and perhaps a cycle"); }
        bool operationFirst = IsWrite(parts[0]) is not null;
        string operation = operationFirst ? parts[0] : parts[1];
        string address = operationFirst ? parts[1] : parts[0];
        bool isWrite = IsWrite(operation) ?? throw InputException.InFile(place, "the operation", $"'{operation}'", "R, W, READ, WRITE, LD or ST");
        long line = Number(place, "the address", address) / 64;
        if (line >= MostLines) { throw InputException.InFile(place, "the address", $"'{address}'", $"below {MostLines * 64} B"); }
        return new MemoryRequest((int)line, isWrite, parts.Length == 3 ? Number(place, "the cycle", parts[2]) : 0);
    }

    private static bool? IsWrite(string operation) => operation.ToUpperInvariant() switch
    {
        "R" or "RD" or "READ" or "LD" => false,
        "W" or "WR" or "WRITE" or "ST" => true,
        _ => null,
    };

    private static long Number(string place, string what, string text)
    {
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return long.TryParse(isHex ? text.AsSpan(2) : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= 0
            ? value
            : throw InputException.InFile(place, what, $"'{text}'", "a number, decimal or with 0x");
    }
}
