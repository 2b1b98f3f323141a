using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Simulator;

namespace Sim.Experiments.Commands;

/// <summary><c>--json</c> and <c>--out</c>: where results go besides the text on standard output.</summary>
internal sealed class OutputOptions
{
    private readonly Option<string?> _json =
        ValueOptions.Text("--json", "FILE|-", "Write the result as JSON; '-' is standard output, with nothing else on it.");
    private readonly Option<string?> _folder =
        ValueOptions.Text("--out", "DIR", "Write result, figures (PNG, SVG, PDF), counterexamples and a manifest there.");

    /// <summary>Adds both options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_json);
        command.Options.Add(_folder);
    }

    /// <summary>Opens what was asked for, before the work begins.</summary>
    /// <exception cref="InputException">A path cannot be written.</exception>
    public ResultOutput Open(ParseResult parsed, SimTerminal terminal) => new(terminal, parsed.GetValue(_json), parsed.GetValue(_folder));
}
