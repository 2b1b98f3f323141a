using System.Globalization;
using Sim.Explorer.Litmus;
using Sim.Simulator;
using Sim.Simulator.Results;

namespace Sim.Explorer.Ordering;

/// <summary>Finds out by experiment what a model keeps in program order.</summary>
/// <remarks>
/// Two instructions of a thread are kept in order when nobody can tell whether a full fence stands between them: when, with any
/// of some preparations before, some continuations behind and some second threads that watch, the outcomes with and without
/// the fence are the same, those after a crash and those at the end. Tried first with the two on different lines, then on
/// different words of one line. So a table is made of nothing but the model's answers. An instruction that can be left out of
/// every experiment without a trace has no order. What no program can see is not in the table either: that a clwb is kept
/// behind something means nothing before a fence completes it (so for FO before FO).
/// </remarks>
public sealed class OrderingProbe
{
    private static readonly string[] Kinds = ["crash", "final"];

    private readonly string _model;
    private readonly LitmusArchitecture _architecture;
    private readonly IReadOnlyList<ProbedInstruction> _instructions;
    private readonly string _fullFence;
    private readonly CancellationToken _stop;
    private readonly Dictionary<string, string> _outcomes = new(StringComparer.Ordinal);

    private OrderingProbe(string model, CancellationToken stop)
    {
        _model = model;
        _stop = stop;
        _architecture = LitmusNames.ArchitectureByName.Values.First(architecture => LitmusNames.ModelsOf(architecture).Contains(model));
        _instructions = ProbedInstruction.Of(_architecture);
        _fullFence = ProbedInstruction.FullFence(_architecture);
    }

    /// <summary>The models whose order can be probed.</summary>
    public static IReadOnlyList<string> Models { get; } =
    [
        .. LitmusNames.ArchitectureByName.Values.Where(architecture => ProbedInstruction.Of(architecture).Count > 0).SelectMany(LitmusNames.ModelsOf),
    ];

    /// <summary>The table of a model.</summary>
    /// <param name="model">One of <see cref="Models"/>.</param>
    /// <param name="stop">Cuts the experiments short.</param>
    /// <exception cref="InputException">The model is unknown or has no order of instructions.</exception>
    /// <exception cref="OperationCanceledException">The experiments were cut short.</exception>
    public static OrderingTable TableOf(string model, CancellationToken stop = default)
    {
        if (!Models.Contains(model)) { throw InputException.Unknown("model with an order of instructions", model, Models); }
        return new OrderingProbe(model, stop).Table();
    }

    private OrderingTable Table()
    {
        bool[] matters = [.. _instructions.Select(Matters)];
        return new OrderingTable(_model, [.. _instructions.Select(instruction => new OrderedInstruction(instruction.Name, Meaning(instruction)))],
            [.. _instructions.Select((earlier, row) => (IReadOnlyList<string>)
                [.. _instructions.Select((later, column) => matters[row] && matters[column] ? Cell(earlier, later) : "")])]);
    }

    private static string Meaning(ProbedInstruction instruction) =>
        instruction.Text.Replace("# = ", "", StringComparison.Ordinal).Replace(" @", "", StringComparison.Ordinal).Replace(",1", "", StringComparison.Ordinal);

    private string Cell(ProbedInstruction earlier, ProbedInstruction later)
    {
        if (Keeps(earlier, later, "x", "y")) { return "y"; }
        return earlier.HasLocation && later.HasLocation && Keeps(earlier, later, "x", "w") ? "cl" : ".";
    }

    private bool Keeps(ProbedInstruction earlier, ProbedInstruction later, string first, string second) =>
        Contexts(earlier, later, first, second).All(context =>
            Outcomes(context.Before, context.After, context.Watcher) == Outcomes(context.Before, $"{_fullFence};{context.After}", context.Watcher));

    /// <summary>Whether leaving the instruction out changes anything, behind any other one.</summary>
    private bool Matters(ProbedInstruction instruction) => _instructions.Any(other => Matters(other, instruction, "y") || Matters(other, instruction, "w"));

    private bool Matters(ProbedInstruction earlier, ProbedInstruction instruction, string location) =>
        Contexts(earlier, instruction, "x", location).Any(context =>
            Outcomes(context.Before, context.After, context.Watcher) != Outcomes(context.Before, AfterFirst(context.After), context.Watcher));

    private static string AfterFirst(string instructions) => instructions[(instructions.IndexOf(';', StringComparison.Ordinal) + 1)..];

    private IEnumerable<(string Before, string After, string Watcher)> Contexts(ProbedInstruction earlier, ProbedInstruction later, string first, string second)
    {
        foreach (string prefix in earlier.Prefixes)
        {
            foreach (string suffix in later.Suffixes)
            {
                foreach (string watcher in ProbedInstruction.Watchers(_architecture))
                {
                    yield return (
                        At($"{prefix};{earlier.Text}", first, "r1"),
                        At($"{later.Text};{suffix}", second, "r2"),
                        watcher.Replace("A", first, StringComparison.Ordinal).Replace("B", second, StringComparison.Ordinal));
                }
            }
        }
    }

    private static string At(string text, string location, string register) =>
        text.Replace("@", location, StringComparison.Ordinal).Replace("#", register, StringComparison.Ordinal);

    /// <summary>The outcomes of a program after a crash, where the model has any, and at its end.</summary>
    private string Outcomes(string before, string after, string watcher)
    {
        string key = $"{before}|{after}|{watcher}";
        if (!_outcomes.TryGetValue(key, out string? outcomes))
        {
            string[] threads = [$"{before};{after}", watcher];
            outcomes = string.Join(" / ", Kinds.Select(kind => OutcomesOf(kind, threads)));
            _outcomes.Add(key, outcomes);
        }
        return outcomes;
    }

    private string OutcomesOf(string kind, string[] threads)
    {
        LitmusTest test = LitmusParser.Parse("experiment", Text(kind, threads));
        return LitmusRunner.Runs(test, _model) ? string.Join(' ', LitmusRunner.Run(test, _model, _stop).Outcomes) : "";
    }

    private string Text(string kind, string[] threads)
    {
        string[][] cells = [.. threads.Select(thread => thread.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Where(thread => thread.Length > 0)];
        IEnumerable<string> rows = Enumerable.Range(0, cells.Max(thread => thread.Length))
            .Select(row => string.Join(" | ", cells.Select(thread => row < thread.Length ? thread[row] : "")) + " ;");
        string header = string.Join(" | ", cells.Select((_, index) => string.Create(CultureInfo.InvariantCulture, $"P{index}"))) + " ;";
        return $"""
            PMLITMUS 1
            name     experiment
            arch     {LitmusNames.Of(_architecture)}
            kind     {kind}
            lines    {"{x w}"}
            init     x=0; w=0; y=0; z=0; v=0; u=0
            program
            {header}
            {string.Join('\n', rows)}
            end
            exists   x=0
            """;
    }
}
