using System.Globalization;
using Sim.Simulator.Results;

namespace Sim.Plots;

/// <summary>The words whose newest value a crash lost, and the steps that concern them.</summary>
/// <remarks>A step tells its address in its text only, as the first hexadecimal number there: <c>store 0x140 = 7</c>.</remarks>
internal sealed class LostWords(IReadOnlyList<CrashedLine> lines)
{
    private const int WordBytes = 8;
    private readonly long[] _words = [.. lines.SelectMany(l => l.Words).Where(w => w.Lost).Select(w => w.Address)];

    /// <summary>The number of the lost word that a step reads or writes, or -1.</summary>
    public int WordOf(ExecutionStep step) =>
        step.Line < 0 || AddressIn(step.Text) is not long address ? -1 : Array.IndexOf(_words, address - (address % WordBytes));

    /// <summary>The steps that wrote the values that were lost: for every lost word the last one that became visible.</summary>
    /// <param name="steps">The execution.</param>
    /// <param name="stillBuffered">Stores that never became visible.</param>
    public IReadOnlySet<int> LostStores(IReadOnlyList<ExecutionStep> steps, IReadOnlySet<int> stillBuffered)
    {
        HashSet<int> lost = [];
        HashSet<int> seen = [-1];
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            if (IsWrite(steps[i]) && !stillBuffered.Contains(i) && seen.Add(WordOf(steps[i]))) { lost.Add(i); }
        }
        return lost;
    }

    /// <summary>The loads of recovery that read a lost word, which recovery has not written since its last start.</summary>
    /// <returns>Their indexes.</returns>
    public IReadOnlySet<int> StaleLoads(IReadOnlyList<ExecutionStep> recovery)
    {
        HashSet<int> stale = [];
        HashSet<int> rewritten = [];
        for (int i = 0; i < recovery.Count; i++)
        {
            int word = WordOf(recovery[i]);
            if (recovery[i].Kind == "crash") { rewritten.Clear(); }
            else if (recovery[i].Kind != "load") { rewritten.Add(word); }
            else if (word >= 0 && !rewritten.Contains(word)) { stale.Add(i); }
        }
        return stale;
    }

    // A failed exchange names the word as well, but writes nothing.
    private static bool IsWrite(ExecutionStep step) =>
        step.Kind is "store" or "ntstore" || (step.Kind == "cas" && !step.Text.Contains(" fails", StringComparison.Ordinal));

    private static long? AddressIn(string text)
    {
        int start = text.IndexOf("0x", StringComparison.Ordinal) + 2;
        int end = start;
        while (start >= 2 && end < text.Length && char.IsAsciiHexDigit(text[end])) { end++; }
        return long.TryParse(text.AsSpan(start, end - start), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long address)
            ? address
            : null;
    }
}
