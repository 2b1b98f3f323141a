using System.Diagnostics;
using Sim.Explorer.Axiomatic;
using Sim.Explorer.Litmus;
using Sim.Simulator;

namespace Sim.Experiments;

/// <summary>Runs litmus tests under the models that they name.</summary>
internal static class LitmusSuite
{
    private const string Extension = ".litmus";

    /// <summary>Reads tests.</summary>
    /// <param name="paths">Files, and folders whose files with the extension .litmus are meant, at any depth.</param>
    /// <exception cref="InputException">A path does not exist, a folder holds no test, or a file is no litmus test.</exception>
    public static IReadOnlyList<LitmusTest> Read(IEnumerable<string> paths) =>
        [.. paths.SelectMany(path => Directory.Exists(path) ? FilesOf(path) : [path]).Distinct(StringComparer.Ordinal).Select(LitmusParser.ReadFile)];

    /// <summary>The pairs of a test and a model to run.</summary>
    /// <param name="tests">The tests.</param>
    /// <param name="model">Only this model, also in tests that say nothing of it; null for the models that each test names.</param>
    /// <exception cref="InputException">There is none.</exception>
    public static IReadOnlyList<(LitmusTest Test, string Model)> Plan(IReadOnlyList<LitmusTest> tests, string? model)
    {
        if (model is not null && !LitmusNames.Models.Contains(model)) { throw InputException.Unknown("model", model, LitmusNames.Models); }
        (LitmusTest, string)[] plan = [.. tests.SelectMany(test => ModelsOf(test, model).Select(name => (test, name)))];
        return plan.Length > 0 ? plan : throw new InputException(model is null
            ? "no test names a model: say which with --model"
            : $"no test runs under model {model}");
    }

    /// <summary>Runs one test under one model and compares with what it says.</summary>
    /// <param name="test">The test.</param>
    /// <param name="model">The model.</param>
    /// <param name="explains">Whether to say why.</param>
    /// <param name="stop">Cuts the run short.</param>
    public static LitmusRow Run(LitmusTest test, string model, bool explains, CancellationToken stop)
    {
        long started = Stopwatch.GetTimestamp();
        LitmusRun run = LitmusRunner.Run(test, model, stop);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        bool? expected = test.Verdicts.FirstOrDefault(verdict => verdict.Model == model)?.IsAllowed;
        IReadOnlySet<string>? outcomes = test.Outcomes.GetValueOrDefault(model);
        string[] missing = outcomes is null ? [] : [.. outcomes.Except(run.Outcomes).Order(StringComparer.Ordinal)];
        string[] extra = outcomes is null ? [] : [.. run.Outcomes.Except(outcomes)];
        return new LitmusRow(test.Name, test.Family, model, expected is { } known ? Word(known) : null, Word(run.IsAllowed),
            outcomes?.Count, run.Outcomes.Count, missing, extra, run.StateCount, run.TransitionCount, seconds,
            explains ? Explain(test, model, run) : null);
    }

    private static string Word(bool isAllowed) => isAllowed ? "allow" : "forbid";

    private static string[] FilesOf(string folder)
    {
        string[] files = [.. Directory.GetFiles(folder, "*" + Extension, SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw new InputException($"{folder} holds no file with the extension {Extension}");
    }

    private static IEnumerable<string> ModelsOf(LitmusTest test, string? model)
    {
        IEnumerable<string> named = test.Verdicts.Select(verdict => verdict.Model).Union(test.Outcomes.Keys);
        return model is null ? named : LitmusRunner.Runs(test, model) ? [model] : [];
    }

    private static LitmusExplanation Explain(LitmusTest test, string model, LitmusRun run)
    {
        if (run.SatisfyingOutcome is { } outcome) { return new LitmusExplanation(outcome, run.Witness(outcome), []); }
        if (!AxiomaticJudge.Explains(model)) { return new LitmusExplanation(null, [], [$"no axioms of {model} are known here: every execution was explored"]); }
        return new LitmusExplanation(null, [], Reasons(AxiomaticJudge.Explain(test, model)));
    }

    private static IReadOnlyList<string> Reasons(AxiomaticExplanation explanation) => explanation.Eras.Count == 0
        ? ["no values that loads could return and stores could write satisfy it"]
        : [$"every execution that satisfies it violates an axiom; this one violates the fewest ({explanation.ViolationCount}):",
            .. explanation.Eras.SelectMany((era, index) => era.Lines().Prepend(index == 0 ? "the program:" : "the recovery:"))];
}
