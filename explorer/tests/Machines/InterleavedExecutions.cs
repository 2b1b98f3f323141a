using System.Globalization;

namespace Sim.Explorer.Tests;

/// <summary>Sequential consistency by listing interleavings: the simplest thing that can be right. Constants and plain loads only.</summary>
internal static class InterleavedExecutions
{
    /// <summary>The outcomes of a <c>final</c> test over x, y and z.</summary>
    public static IReadOnlySet<string> Outcomes(IReadOnlyList<IReadOnlyList<string>> threads)
    {
        HashSet<string> outcomes = new(StringComparer.Ordinal);
        SortedDictionary<string, int> values = new(StringComparer.Ordinal) { ["x"] = 0, ["y"] = 0, ["z"] = 0 };
        SortedDictionary<string, int> registers = new(StringComparer.Ordinal);
        for (int thread = 0; thread < threads.Count; thread++)
        {
            foreach (string load in threads[thread].Where(instruction => instruction[0] == 'r')) { registers[$"{thread}:{load.Split(' ')[0]}"] = 0; }
        }
        Visit(threads, new int[threads.Count], values, registers, outcomes);
        return outcomes;
    }

    private static void Visit(
        IReadOnlyList<IReadOnlyList<string>> threads, int[] next, SortedDictionary<string, int> values, SortedDictionary<string, int> registers,
        HashSet<string> outcomes)
    {
        bool isOver = true;
        for (int thread = 0; thread < threads.Count; thread++)
        {
            if (next[thread] == threads[thread].Count) { continue; }
            isOver = false;
            string[] words = threads[thread][next[thread]].Split(' ', ',');
            SortedDictionary<string, int> valuesAfter = new(values, StringComparer.Ordinal);
            SortedDictionary<string, int> registersAfter = new(registers, StringComparer.Ordinal);
            if (words[1] == "=") { registersAfter[$"{thread}:{words[0]}"] = values[words[3]]; }
            else { valuesAfter[words[1]] = int.Parse(words[2], CultureInfo.InvariantCulture); }
            next[thread]++;
            Visit(threads, next, valuesAfter, registersAfter, outcomes);
            next[thread]--;
        }
        if (isOver) { outcomes.Add(string.Join(',', registers.Concat(values).Select(pair => $"{pair.Key}={pair.Value}"))); }
    }
}
