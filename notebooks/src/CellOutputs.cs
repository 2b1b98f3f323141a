using System.Text;
using System.Text.Json.Nodes;

namespace Sim.Notebooks;

/// <summary>What a running cell puts out, in order, in the notebook's own form.</summary>
/// <remarks>It is the text writer that stands in for standard output, so that text and figures keep their order.</remarks>
internal sealed class CellOutputs : TextWriter
{
    private readonly List<JsonObject> _outputs = [];
    private readonly StringBuilder _text = new();

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value)
    {
        if (value != '\r') { _text.Append(value); }
    }

    /// <summary>Adds a displayed value.</summary>
    public void Display(object? value) => Add(new JsonObject
    {
        ["output_type"] = "display_data",
        ["data"] = RichValue.Format(value),
        ["metadata"] = new JsonObject(),
    });

    /// <summary>Adds the value of the cell's last expression.</summary>
    public void Result(object value, int executionCount) => Add(new JsonObject
    {
        ["output_type"] = "execute_result",
        ["execution_count"] = executionCount,
        ["data"] = RichValue.Format(value),
        ["metadata"] = new JsonObject(),
    });

    /// <summary>Adds the error that ended the cell.</summary>
    public void Error(string name, string message) => Add(new JsonObject
    {
        ["output_type"] = "error",
        ["ename"] = name,
        ["evalue"] = message,
        ["traceback"] = new JsonArray(),
    });

    /// <summary>Everything put out since the last call.</summary>
    public IReadOnlyList<JsonObject> Take()
    {
        EndText();
        JsonObject[] taken = [.. _outputs];
        _outputs.Clear();
        return taken;
    }

    private void Add(JsonObject output)
    {
        EndText();
        _outputs.Add(output);
    }

    private void EndText()
    {
        if (_text.Length == 0) { return; }
        _outputs.Add(new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = RichValue.Lines(_text.ToString()) });
        _text.Clear();
    }
}
