using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Experiments.Peers;

namespace Sim.Experiments.Commands;

/// <summary><c>sim bench peers</c>: the drivers on which another model checker was measured, on Sim.</summary>
internal static class BenchPeersCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Option<int> workers = ValueOptions.Count("--workers", "Threads of the search.", Environment.ProcessorCount);
        OutputOptions outputOptions = new();
        CommandWithExamples command = new("peers", "The driver that Jaaru was measured on, ascending inserts into CCEH, on Sim.",
            "sim bench peers", "sim bench peers --workers 1 --json -")
        {
            Note = """
                The peer's figures are measurements recorded in the program, not runs.
                Its times are whole runs of its program; Sim's are explorations after one that warms up,
                and the first one, with the start of the runtime, is shown as well.
                """,
        };
        command.Options.Add(workers);
        outputOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            ResultOutput output = outputOptions.Open(parsed, terminal);
            int count = parsed.GetValue(workers);
            PeerComparison cold = PeerBenchmark.Run(PeerMeasurement.Jaaru[0], count, terminal.Stop);
            PeerScores scores = new(cold.Seconds, [.. PeerMeasurement.Jaaru.Select(peer => terminal.WithProgress(
                $"{peer.Threads} threads x {peer.Inserts} inserts", _ => PeerBenchmark.Run(peer, count, terminal.Stop)))]);
            return Report(scores, output);
        });
        return command;
    }

    private static int Report(PeerScores scores, ResultOutput output)
    {
        bool holds = scores.Rows.All(row => row.Verdict == "holds" && row.Completeness == "complete");
        output.Text.WriteLine($"{(holds ? "COMPLETE" : "NOT COMPLETE")} {scores.Rows.Count} drivers on CCEH, every interleaving, px86-line; "
            + $"first exploration of the process {Quantity.Duration(scores.FirstSeconds * 1e9)}");
        output.Text.WriteLine("J: Jaaru, one schedule; runs: executions of code; fewer, faster: J over Sim");
        ReportTable table = new ReportTable().Number("slots").Number("threads").Number("inserts").Number("J runs").Number("J s").Number("runs")
            .Number("s").Number("states").Number("fewer").Number("faster");
        foreach (PeerComparison row in scores.Rows)
        {
            string bound = row.Peer.Executions is null ? "> " : "";
            table.Row(Quantity.Count(row.Peer.SlotsPerSegment), Quantity.Count(row.Peer.Threads), Quantity.Count(row.Peer.Inserts),
                row.Peer.Executions is { } executions ? Quantity.Count(executions) : "-", bound + Quantity.Decimal(row.Peer.Seconds),
                Quantity.Count(row.CodeRuns + row.RecoveriesRun), Quantity.Decimal(row.Seconds), Quantity.Count(row.States),
                row.FewerRuns is { } fewer ? Quantity.Decimal(fewer) : "-", bound + Quantity.Count(row.LessTime));
        }
        table.WriteTo(output.Text);
        output.WriteJson(scores, json => json.PeerScores);
        output.Folder?.WriteJson("result", scores, json => json.PeerScores);
        return ExitCode.Of(scores.Rows.Any(row => row.Verdict == "violated"), holds);
    }
}

/// <summary>All comparisons.</summary>
/// <param name="FirstSeconds">The first exploration of the process, with the start of the runtime's compiler.</param>
/// <param name="Rows">One row for each measurement of the peer.</param>
internal sealed record PeerScores(double FirstSeconds, IReadOnlyList<PeerComparison> Rows);
