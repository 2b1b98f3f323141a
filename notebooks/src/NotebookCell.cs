using System.Text.Json.Nodes;
using Sim.Simulator;

namespace Sim.Notebooks;

/// <summary>One cell of a notebook.</summary>
internal sealed class NotebookCell
{
    private readonly JsonObject _json;

    private NotebookCell(JsonObject json, string id, bool isCode, string source)
    {
        _json = json;
        Id = id;
        IsCode = isCode;
        Source = source;
    }

    /// <summary>The cell's id, which outputs and messages refer to.</summary>
    public string Id { get; }

    /// <summary>Whether the cell is code, not prose.</summary>
    public bool IsCode { get; }

    /// <summary>The cell's text.</summary>
    public string Source { get; }

    /// <summary>Interprets a cell.</summary>
    /// <param name="path">The notebook's name, for messages.</param>
    /// <param name="index">The cell's place, from 0.</param>
    /// <param name="node">The cell's JSON.</param>
    /// <exception cref="InputException">The cell lacks its id, kind or source.</exception>
    public static NotebookCell Of(string path, int index, JsonNode? node)
    {
        if (node is not JsonObject json || json["id"] is not JsonValue id || json["cell_type"] is not JsonValue kind
            || json["source"] is not { } source)
        {
            throw InputException.InFile(path, $"cells[{index}]", "incomplete", "an object with 'id', 'cell_type' and 'source'");
        }
        string text = source is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string?)source ?? "";
        return new NotebookCell(json, (string?)id ?? "", (string?)kind == "code", text);
    }

    /// <summary>Replaces what the cell put out.</summary>
    /// <param name="executionCount">The number of the execution, from 1.</param>
    /// <param name="outputs">The outputs, in order.</param>
    public void SetOutputs(int executionCount, IEnumerable<JsonObject> outputs)
    {
        _json["execution_count"] = executionCount;
        _json["outputs"] = new JsonArray([.. outputs]);
    }
}
