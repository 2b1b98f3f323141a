using Spectre.Console;

namespace Sim.Experiments.Output;

/// <summary>Where one invocation reads its arguments and writes its text.</summary>
/// <param name="output">Standard output: results only.</param>
/// <param name="error">Standard error: mistakes, and progress on a terminal.</param>
/// <param name="arguments">The arguments after <c>sim</c>, for manifests.</param>
/// <param name="stop">Cancelled when the user wants partial results now.</param>
internal sealed class SimTerminal(TextWriter output, TextWriter error, IReadOnlyList<string> arguments, CancellationToken stop)
{
    private readonly bool _showsProgress = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;

    /// <summary>Standard output.</summary>
    public TextWriter Output => output;

    /// <summary>The arguments after <c>sim</c>.</summary>
    public IReadOnlyList<string> Arguments => arguments;

    /// <summary>Cancelled when the user wants partial results now.</summary>
    public CancellationToken Stop => stop;

    /// <summary>Runs a piece of work; on a terminal, a line on standard error shows what it reports, and goes when it ends.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="work">The work; it may call its argument with a few words at any time.</param>
    public T WithProgress<T>(string title, Func<Action<string>, T> work)
    {
        if (!_showsProgress) { return work(_ => { }); }
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Status().Start(Markup.Escape(title),
            context => work(text => context.Status = Markup.Escape($"{title}: {text}")));
    }
}
