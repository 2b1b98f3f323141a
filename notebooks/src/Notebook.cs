using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sim.Simulator;

namespace Sim.Notebooks;

/// <summary>A Jupyter notebook: JSON of which only cells are interpreted, everything else is kept as it is.</summary>
/// <remarks>Format: nbformat 4.5, <c>nbformat.v4.5.schema.json</c>.</remarks>
internal sealed class Notebook
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly JsonObject _root;

    private Notebook(JsonObject root, IReadOnlyList<NotebookCell> cells)
    {
        _root = root;
        Cells = cells;
    }

    /// <summary>The cells in order.</summary>
    public IReadOnlyList<NotebookCell> Cells { get; }

    /// <summary>Reads a notebook file.</summary>
    /// <exception cref="InputException">The file cannot be read or is not a notebook of format 4.</exception>
    public static Notebook Read(string path)
    {
        try
        {
            return Parse(path, File.ReadAllText(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot read {path}: {failure.Message}");
        }
    }

    /// <summary>Interprets the text of a notebook.</summary>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="text">The JSON text.</param>
    /// <exception cref="InputException">The text is not a notebook of format 4.</exception>
    public static Notebook Parse(string path, string text)
    {
        try
        {
            if (JsonNode.Parse(text) is not JsonObject root || root["nbformat"] is not JsonValue format || root["cells"] is not JsonArray cells)
            {
                throw new InputException($"{path}: has no 'nbformat' and 'cells': not a notebook");
            }
            if (format.ToJsonString() != "4") { throw InputException.InFile(path, "nbformat", format.ToJsonString(), "4"); }
            return new Notebook(root, [.. cells.Select((cell, index) => NotebookCell.Of(path, index, cell))]);
        }
        catch (JsonException malformed)
        {
            throw new InputException($"{path}:{malformed.LineNumber + 1}: is not JSON");
        }
    }

    /// <summary>The notebook as JSON, laid out as Jupyter does.</summary>
    public string ToJson() => _root.ToJsonString(Layout) + "\n";

    /// <summary>Writes the notebook under a temporary name, then renames it.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, ToJson());
}
