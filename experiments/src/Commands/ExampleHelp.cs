using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Sim.Experiments.Commands;

/// <summary>A command with examples, and perhaps a note, which its help shows last.</summary>
/// <param name="name">The name on the command line.</param>
/// <param name="description">What it does, in one sentence.</param>
/// <param name="examples">Complete command lines.</param>
internal sealed class CommandWithExamples(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>What else a user must know: lines of at most 98 columns, or empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>Complete command lines.</summary>
    public IReadOnlyList<string> Examples => examples;
}

/// <summary>Help as System.CommandLine prints it, with the command's examples below.</summary>
internal sealed class ExampleHelp : SynchronousCommandLineAction
{
    private readonly HelpAction _inner = new() { MaxWidth = 100 };

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>The option <c>--help</c>, for the root command; it applies to every command.</summary>
    public static HelpOption CreateOption() => new() { Action = new ExampleHelp() };

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        _inner.Invoke(parseResult);
        if (parseResult.CommandResult.Command is CommandWithExamples command)
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            if (command.Note.Length > 0) { output.WriteLine($"Note:\n  {command.Note.Replace("\n", "\n  ", StringComparison.Ordinal)}\n"); }
            output.WriteLine("Examples:");
            foreach (string example in command.Examples) { output.WriteLine($"  {example}"); }
        }
        return ExitCode.Holds;
    }
}
