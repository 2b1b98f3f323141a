using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Simulator;

namespace Sim.Experiments.Commands;

/// <summary><c>--json</c> and <c>--out</c>: where results go besides the text on standard output.</summary>
internal sealed class OutputOptions
{
    private const string StandardOutput = "-";

    private readonly Option<string?> _json = new("--json")
    {
        HelpName = "FILE|-",
        Description = "Write the result as JSON; '-' or nothing is standard output, with nothing else on it.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => result.Tokens.Count == 0 ? StandardOutput : result.Tokens[0].Value,
    };
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
