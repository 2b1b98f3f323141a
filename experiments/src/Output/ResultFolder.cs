using System.Text.Json.Serialization.Metadata;
using Sim.Plots;
using Sim.Simulator;
using Sim.Simulator.Results;

namespace Sim.Experiments.Output;

/// <summary>A folder of results: records, figures, counterexamples, and a manifest that says how to make it again.</summary>
internal sealed class ResultFolder
{
    private readonly string _path;
    private readonly List<string> _files = [];

    /// <summary>Creates the folder where it does not exist.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="InputException">It cannot be created.</exception>
    public ResultFolder(string path)
    {
        _path = path;
        AtomicFile.Attempt(path, () => Directory.CreateDirectory(path));
    }

    /// <summary>Writes a result record.</summary>
    /// <param name="name">The file's name without extension.</param>
    /// <param name="result">The record.</param>
    /// <param name="type">Its JSON form.</param>
    /// <returns>The file's path.</returns>
    public string WriteJson<T>(string name, T result, Func<SimJson, JsonTypeInfo<T>> type) => Write($"{name}.json", ResultJson.Write(result, type));

    /// <summary>Saves a figure in every format that it has.</summary>
    /// <param name="name">The files' name without extension.</param>
    /// <param name="figure">The figure.</param>
    /// <returns>The path of the PNG file.</returns>
    public string WriteFigure(string name, Figure figure)
    {
        string path = PathOf(name);
        _files.AddRange(figure.Save(path).Select(file => Path.GetRelativePath(_path, file)));
        return $"{path}.png";
    }

    /// <summary>Writes a counterexample: for replay (JSON), as a picture, as a page to step through, and as text.</summary>
    /// <param name="name">The files' name without extension.</param>
    /// <param name="counterexample">The violating execution.</param>
    /// <returns>The path of the JSON file.</returns>
    public string WriteCounterexample(string name, Counterexample counterexample)
    {
        string path = WriteJson(name, counterexample, json => json.Counterexample);
        WriteFigure(name, CounterexampleFigure.Draw(counterexample));
        Write($"{name}.html", CounterexamplePage.Render(counterexample));
        Write($"{name}.txt", CounterexampleText.Render(counterexample) + "\n");
        return path;
    }

    /// <summary>Writes a graph: in every format of a figure, and in the DOT language.</summary>
    /// <param name="name">The files' name without extension.</param>
    /// <param name="graph">The graph.</param>
    /// <returns>The path of the PNG file.</returns>
    public string WriteGraph(string name, DirectedGraph graph)
    {
        Write($"{name}.dot", GraphText.Dot(graph));
        return WriteFigure(name, GraphFigure.Draw(graph));
    }

    /// <summary>Writes the manifest, last, because it lists the other files.</summary>
    /// <param name="arguments">The arguments after <c>sim</c>.</param>
    /// <param name="scenario">The scenario that ran.</param>
    /// <param name="exitCode">The command's exit code.</param>
    public void WriteManifest(IReadOnlyList<string> arguments, Scenario scenario, int exitCode) =>
        WriteJson("manifest", Manifest.Of(arguments, scenario, exitCode, [.. _files]), json => json.Manifest);

    /// <summary>Writes the manifest of a command that runs no scenario.</summary>
    /// <param name="arguments">The arguments after <c>sim</c>.</param>
    /// <param name="exitCode">The command's exit code.</param>
    public void WriteManifest(IReadOnlyList<string> arguments, int exitCode) =>
        WriteJson("manifest", Manifest.Of(arguments, exitCode, [.. _files]), json => json.Manifest);

    /// <summary>Writes a text file, a table of comma-separated values for instance.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="content">Its content.</param>
    /// <returns>The file's path.</returns>
    public string WriteText(string name, string content) => Write(name, content);

    private string Write(string name, string content)
    {
        string path = PathOf(name);
        AtomicFile.Write(path, content);
        _files.Add(name);
        return path;
    }

    private string PathOf(string name)
    {
        string path = Path.Combine(_path, name);
        AtomicFile.Attempt(path, () => Directory.CreateDirectory(Path.GetDirectoryName(path)!));
        return path;
    }
}
