using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Experiments.Reports;
using Sim.Explorer.Ordering;
using Sim.Plots;
using Sim.Simulator;
using Sim.Simulator.Results;

namespace Sim.Experiments.Commands;

/// <summary><c>sim models</c>: what each persistency model keeps in program order.</summary>
internal static class ModelsCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Option<string?> model = ValueOptions.Text("--model", "NAME", $"Only this model: {string.Join(", ", OrderingProbe.Models)}.");
        OutputOptions outputOptions = new();
        CommandWithExamples command = new("models", "Show which instructions each persistency model keeps in order, found by experiment.",
            "sim models", "sim models --model px86", "sim models --out results/models")
        {
            Note = """
                Two instructions are kept in order when no small program can tell whether a full fence stands
                between them. Nothing is typed in: every cell is the answer of the model's implementation.
                """,
        };
        command.Options.Add(model);
        outputOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            string? only = parsed.GetValue(model);
            if (only is not null && !OrderingProbe.Models.Contains(only)) { throw InputException.Unknown("model", only, OrderingProbe.Models); }
            ResultOutput output = outputOptions.Open(parsed, terminal);
            OrderingTables result = Probe(only is null ? OrderingProbe.Models : [only], terminal);
            OrderingText.Write(result, output.Text);
            output.WriteJson(result, json => json.OrderingTables);
            if (output.Folder is { } folder)
            {
                folder.WriteJson("result", result, json => json.OrderingTables);
                output.Text.WriteLine();
                output.Text.WriteLine($"figure:  {folder.WriteFigure("models", OrderingFigure.Draw(result.Tables))}");
            }
            return ExitCode.Holds;
        });
        return command;
    }

    private static OrderingTables Probe(IReadOnlyList<string> models, SimTerminal terminal) =>
        terminal.WithProgress("ordering tables", show =>
        {
            List<OrderingTable> tables = [];
            foreach (string model in models)
            {
                show(model);
                tables.Add(OrderingProbe.TableOf(model, terminal.Stop));
            }
            return new OrderingTables(tables);
        });
}
