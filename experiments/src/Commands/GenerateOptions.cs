using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Sim.Experiments.Output;
using Sim.Explorer.Agreement;

namespace Sim.Experiments.Commands;

/// <summary><c>sim litmus --generate</c>: machine against axioms on generated programs.</summary>
internal sealed partial class GenerateOptions
{
    private const string DefaultModel = "px86";

    private readonly Option<(int Threads, int Instructions)?> _bound = new("--generate")
    {
        HelpName = "TxI",
        Description = "Generate programs of at most T threads x I instructions instead of reading files.",
        CustomParser = ParseBound,
    };
    private readonly Option<int> _limit = ValueOptions.Count("--limit", "With --generate: so many random programs of full size; 0 for every program.", 0, minimum: 0);
    private readonly Option<ulong> _seed = ValueOptions.Seed();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _seed.Description = "With --limit: seed of the random programs.";
        command.Options.Add(_bound);
        command.Options.Add(_limit);
        command.Options.Add(_seed);
    }

    /// <summary>Whether programs are to be generated.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_bound) is not null;

    /// <summary>Generates programs and compares.</summary>
    public int Run(ParseResult parsed, string? model, ResultOutput output, SimTerminal terminal)
    {
        (int threads, int instructions) = parsed.GetValue(_bound)!.Value;
        int limit = parsed.GetValue(_limit);
        ulong seed = parsed.GetValue(_seed);
        ModelAgreement agreement = new(model ?? DefaultModel);
        long started = Stopwatch.GetTimestamp();
        AgreementReport report = terminal.WithProgress($"programs of {threads}x{instructions} under {model ?? DefaultModel}", show =>
        {
            void Progress(long count) => show($"{Quantity.Count(count)}, {Rate(count, started)}");
            return limit > 0
                ? agreement.Sample(threads, instructions, limit, seed, Progress, terminal.Stop)
                : agreement.Exhaust(threads, instructions, Progress, terminal.Stop);
        });
        AgreementResult result = new(report.Model, threads, instructions, limit > 0 ? seed : null, report.IsComplete,
            report.ProgramCount - report.FailedCount, report.FailedCount, Stopwatch.GetElapsedTime(started).TotalSeconds, report.Smallest);
        Write(result, Rate(report.ProgramCount, started), output.Text);
        output.WriteJson(result, json => json.AgreementResult);
        return ExitCode.Of(result.Failed > 0, result.IsComplete);
    }

    private static string Rate(long count, long started) =>
        Quantity.Rate(count / Math.Max(Stopwatch.GetElapsedTime(started).TotalSeconds, 1e-3), "programs");

    private static void Write(AgreementResult result, string rate, TextWriter writer)
    {
        string which = result.Seed is { } seed ? $"random programs of {result.Threads}x{result.Instructions}, seed {seed}"
            : $"all programs up to {result.Threads}x{result.Instructions}";
        writer.WriteLine($"{result.Model}, machine against axioms: {which}{(result.IsComplete ? "" : ", cut short")}");
        writer.WriteLine($"{Quantity.Count(result.Passed + result.Failed)} programs in {Quantity.Decimal(result.Seconds)} s, {rate}");
        if (result.Smallest is { } smallest)
        {
            writer.WriteLine();
            writer.WriteLine("a minimal program on which they differ (its outcomes are those of the axioms):");
            writer.WriteLine();
            writer.Write(smallest.Program);
            writer.WriteLine();
            foreach (string outcome in smallest.OnlyOperational) { writer.WriteLine($"only the machine: ({outcome})"); }
            foreach (string outcome in smallest.OnlyAxiomatic) { writer.WriteLine($"only the axioms:  ({outcome})"); }
        }
        writer.WriteLine();
        writer.WriteLine($"{Quantity.Count(result.Passed)} passed, {Quantity.Count(result.Failed)} failed");
    }

    private static (int Threads, int Instructions)? ParseBound(ArgumentResult result)
    {
        Match match = Bound().Match(result.Tokens[0].Value);
        if (match.Success)
        {
            return (int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
        }
        result.AddError($"--generate is '{result.Tokens[0].Value}', expected threads x instructions, such as 2x3, at most 9x9");
        return null;
    }

    [GeneratedRegex("^([1-9])x([1-9])$")]
    private static partial Regex Bound();
}
