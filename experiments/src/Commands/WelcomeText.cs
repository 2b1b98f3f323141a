namespace Sim.Experiments.Commands;

/// <summary>What <c>sim</c> without arguments says.</summary>
internal static class WelcomeText
{
    /// <summary>What Sim is, and three commands to try.</summary>
    public const string Text = """
        Sim: a laboratory for persistent memory. The same C# structure code runs on a real mapping, on a
        timing model, and under an explorer of every crash state and interleaving within a bound.
        It reports what every flush and fence costs and which ones can go.

        Try:
          sim tour              five steps in under a minute, with figures in results/tour
          sim explore cceh      does CCEH survive every crash, with 2 threads of 2 operations each?
          sim fences cceh       what each flush and fence costs, and which ones can go

        More: sim list (structures, mutants, platforms), sim COMMAND --help.
        """;
}
