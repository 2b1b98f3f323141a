using Sim.Explorer.Litmus;

namespace Sim.Explorer.Tests;

/// <summary>Outcomes of litmus tests that stand in the source.</summary>
internal static class LitmusOutcomesOf
{
    /// <summary>The outcomes of a test, sorted, one per line.</summary>
    /// <param name="model">The model.</param>
    /// <param name="body">The file from the key <c>arch</c> to the end of the last program.</param>
    public static string Test(string model, string body) => string.Join('\n', Set(model, body).Order(StringComparer.Ordinal));

    /// <summary>The same as a set.</summary>
    public static IReadOnlySet<string> Set(string model, string body) => ProgramExecutions.Of(Parse(body), model).Outcomes;

    /// <summary>The test itself.</summary>
    public static LitmusTest Parse(string body) => LitmusParser.Parse("test", $"PMLITMUS 1\nname t\n{body}\nexists x=0\n");

    /// <summary>A test of some threads over x, y and z.</summary>
    /// <param name="arch">The architecture.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="threads">The instructions of each thread.</param>
    /// <param name="lines">Which locations share a line.</param>
    public static string Body(string arch, string kind, IReadOnlyList<IReadOnlyList<string>> threads, string lines = "")
    {
        int rows = threads.Max(thread => thread.Count);
        IEnumerable<string> table = Enumerable.Range(0, rows).Select(row =>
            string.Join(" | ", threads.Select(thread => row < thread.Count ? thread[row] : "")) + " ;");
        string header = string.Join(" | ", threads.Select((_, index) => $"P{index}")) + " ;";
        return $"arch {arch}\nkind {kind}\n{(lines.Length > 0 ? $"lines {lines}\n" : "")}init x=0; y=0; z=0\nprogram\n{header}\n{string.Join('\n', table)}\nend";
    }
}
