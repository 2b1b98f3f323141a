using System.Text.Json.Serialization.Metadata;
using Sim.Simulator;

namespace Sim.Experiments.Output;

/// <summary>Where a command's result goes: text on standard output, and on request JSON and a folder.</summary>
internal sealed class ResultOutput
{
    private const string StandardOutput = "-";
    private readonly SimTerminal _terminal;
    private readonly string? _json;

    /// <summary>Checks, before the work begins, that everything asked for can be written.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="json">The value of <c>--json</c>: a file, <c>-</c> for standard output, or null.</param>
    /// <param name="folder">The value of <c>--out</c>, or null.</param>
    /// <exception cref="InputException">A path cannot be written.</exception>
    public ResultOutput(SimTerminal terminal, string? json, string? folder)
    {
        _terminal = terminal;
        _json = json;
        if (json is not null and not StandardOutput) { AtomicFile.CheckIsWritable(json); }
        Folder = folder is null ? null : new ResultFolder(folder);
        Text = json == StandardOutput ? TextWriter.Null : terminal.Output;
    }

    /// <summary>The folder for records, figures and counterexamples, or null if none is wanted.</summary>
    public ResultFolder? Folder { get; private set; }

    /// <summary>Where text for people goes: nowhere when standard output carries JSON.</summary>
    public TextWriter Text { get; }

    /// <summary>The folder, created now at the default place if <c>--out</c> was not given.</summary>
    public ResultFolder FolderOr(string defaultPath) => Folder ??= new ResultFolder(defaultPath);

    /// <summary>Writes the result as JSON where <c>--json</c> asked for it.</summary>
    public void WriteJson<T>(T result, Func<SimJson, JsonTypeInfo<T>> type)
    {
        if (_json == StandardOutput)
        {
            _terminal.Output.Write(ResultJson.Write(result, type));
        }
        else if (_json is not null)
        {
            AtomicFile.Write(_json, ResultJson.Write(result, type));
            Text.WriteLine($"result:  {_json}");
        }
    }
}
