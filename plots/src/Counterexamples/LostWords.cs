using System.Globalization;
using Sim.Simulator.Results;

namespace Sim.Plots;

/// <summary>The words whose newest value a crash lost, and the steps that concern them.</summary>
/// <remarks>A step tells its address in its text only, so a word is found there: <c>store 0x140 = 7</c>.</remarks>
internal sealed class LostWords(IReadOnlyList<CrashedLine> lines)
{
    private readonly (int Line, string Address)[] _words =
    [
        .. lines.SelectMany(l => l.Words.Where(w => w.Lost), (l, w) => (l.Line, "0x" + w.Address.ToString("x", CultureInfo.InvariantCulture))),
    ];

    /// <summary>The number of the lost word that a step reads or writes, or -1.</summary>
    public int WordOf(ExecutionStep step) => Array.FindIndex(_words, w => w.Line == step.Line && Names(step.Text, w.Address));

    /// <summary>The steps that wrote the values that were lost: for every lost word the last one that became visible.</summary>
    /// <param name="steps">The execution.</param>
    /// <param name="stillBuffered">Stores that never became visible.</param>
    public IReadOnlySet<int> LostStores(IReadOnlyList<ExecutionStep> steps, IReadOnlySet<int> stillBuffered)
    {
        HashSet<int> lost = [];
        foreach ((int line, string address) in _words)
        {
            for (int i = steps.Count - 1; i >= 0; i--)
            {
                if (IsWrite(steps[i]) && steps[i].Line == line && !stillBuffered.Contains(i) && Names(steps[i].Text, address))
                {
                    lost.Add(i);
                    break;
                }
            }
        }
        return lost;
    }

    // A failed exchange names the word as well, but writes nothing; its text says what it found instead.
    private static bool IsWrite(ExecutionStep step) =>
        step.Kind is "store" or "ntstore" ||
        (step.Kind == "cas" && !step.Text.Contains("fail", StringComparison.Ordinal) && !step.Text.Contains("found", StringComparison.Ordinal));

    private static bool Names(string text, string address)
    {
        int at = text.IndexOf(address, StringComparison.OrdinalIgnoreCase);
        int end = at + address.Length;
        return at >= 0 && (end == text.Length || !char.IsAsciiHexDigit(text[end]));
    }
}
