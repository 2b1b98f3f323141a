using System.Text.Json;

namespace Sim.Experiments.Tests;

/// <summary>One call of the command line in this process, and what came of it.</summary>
internal sealed record Invocation(int ExitCode, string Output, string Error)
{
    /// <summary>The first line of standard output.</summary>
    public string FirstLine => Output.Split('\n')[0];

    /// <summary>Standard output as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Runs <c>sim</c> with arguments.</summary>
    public static Invocation Of(params string[] args) => Of(TestContext.Current.CancellationToken, args);

    /// <summary>Runs <c>sim</c> with arguments, under a token as Ctrl-C cancels it.</summary>
    public static Invocation Of(CancellationToken stop, params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int exitCode = SimCommandLine.Run(args, output, error, stop);
        return new Invocation(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Checks that the call was refused with one line on standard error and nothing on standard output.</summary>
    public void AssertRefused(string reason)
    {
        Assert.Equal(Experiments.ExitCode.BadInput, ExitCode);
        Assert.Equal("", Output);
        Assert.StartsWith("sim: ", Error, StringComparison.Ordinal);
        Assert.Contains(reason, Error, StringComparison.Ordinal);
        Assert.Single(Error, '\n');
    }
}
