using System.Globalization;
using System.Text.RegularExpressions;
using Sim.CacheModel;

namespace Sim.Explorer.Litmus;

/// <summary>Writes the steps of an execution down in the words of the test.</summary>
/// <param name="threads">The threads.</param>
/// <param name="locations">The locations.</param>
internal sealed partial class LitmusWitness(IReadOnlyList<LitmusThread> threads, IReadOnlyList<LitmusLocation> locations)
{
    private readonly Dictionary<string, string> _names = locations.ToDictionary(
        location => LitmusBehaviour.AddressOf(location).ToString(), location => location.Name);

    /// <summary>The steps so far.</summary>
    public List<string> Steps { get; } = [];

    /// <summary>A thread executes an instruction.</summary>
    /// <param name="thread">The thread's index.</param>
    /// <param name="step">The instruction, or a word of it.</param>
    /// <param name="read">What it reads.</param>
    public void Executed(int thread, in LitmusStep step, long read)
    {
        string text = step.Instruction.Text;
        if (step.Instruction.Locations.Count > 1) { text = $"{text} (word {locations[step.Location].Name})"; }
        if (step.Instruction.Target != 0) { text = string.Create(CultureInfo.InvariantCulture, $"{text} reads {read}"); }
        Add(thread, text);
    }

    /// <summary>A step of the memory of a thread.</summary>
    /// <param name="thread">The thread's index.</param>
    /// <param name="text">The step, with addresses.</param>
    public void Silent(int thread, string text) =>
        Add(thread, Address().Replace(text, match => NameOf(match.Value)));

    private void Add(int thread, string text) => Steps.Add($"{threads[thread].Name}: {text}");

    // An address in a line without a location of its own is that of the line's first location.
    private string NameOf(string address)
    {
        if (_names.TryGetValue(address, out string? name)) { return name; }
        long offset = long.Parse(address.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        CacheLine line = new PmemAddress(offset).Line;
        return locations.FirstOrDefault(location => LitmusBehaviour.AddressOf(location).Line == line)?.Name ?? address;
    }

    [GeneratedRegex("0x[0-9a-f]+")]
    private static partial Regex Address();
}
