using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sim.Notebooks.Tests;

// One class, because a running notebook owns standard output.
public sealed class NotebookExecutorTests
{
    [Fact]
    public void The_tour_runs_and_shows_its_figures()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sim.sln"))) { folder = Path.GetDirectoryName(folder)!; }
        folder = Path.Combine(folder, "notebooks");
        Notebook tour = Notebook.Read(Path.Combine(folder, "01-tour.ipynb"));

        Assert.Null(new NotebookExecutor(folder).Execute(tour));

        JsonElement[] cells = CodeCells(tour);
        Assert.Contains("one-line-log\n", Lines(cells[0].GetProperty("outputs")[0].GetProperty("text")));
        Assert.StartsWith("holds, complete: ", Lines(cells[1].GetProperty("outputs")[0].GetProperty("text"))[0], StringComparison.Ordinal);
        Assert.Equal(["stream", "execute_result"], Kinds(cells[2]));
        Assert.Equal(["stream", "display_data", "execute_result"], Kinds(cells[3]));
        Assert.All(new[] { cells[2].GetProperty("outputs")[1], cells[3].GetProperty("outputs")[1], cells[3].GetProperty("outputs")[2] },
            output => Assert.Contains("<svg", string.Concat(Lines(output.GetProperty("data").GetProperty("text/html"))), StringComparison.Ordinal));
    }

    [Fact]
    public void The_tour_is_stored_without_outputs()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sim.sln"))) { folder = Path.GetDirectoryName(folder)!; }

        Assert.All(CodeCells(Notebook.Read(Path.Combine(folder, "notebooks", "01-tour.ipynb"))),
            cell => Assert.Equal(0, cell.GetProperty("outputs").GetArrayLength()));
    }

    [Fact]
    public void Cells_share_variables_and_text_and_values_keep_their_order()
    {
        Notebook notebook = NotebookOf("int x = 20;\nConsole.WriteLine(\"a\");", "display(x + 1);\nConsole.Write(\"b\");\nx + 2");

        Assert.Null(new NotebookExecutor(AppContext.BaseDirectory).Execute(notebook));

        JsonElement[] cells = CodeCells(notebook);
        Assert.Equal(["a\n"], Lines(cells[0].GetProperty("outputs")[0].GetProperty("text")));
        Assert.Equal(["display_data", "stream", "execute_result"], Kinds(cells[1]));
        Assert.Equal(["21"], Lines(cells[1].GetProperty("outputs")[0].GetProperty("data").GetProperty("text/plain")));
        Assert.Equal(["22"], Lines(cells[1].GetProperty("outputs")[2].GetProperty("data").GetProperty("text/plain")));
        Assert.Equal(2, cells[1].GetProperty("execution_count").GetInt32());
    }

    [Theory]
    [InlineData("int x = \"text\";", "cell c0: ", "CompilationError")]
    [InlineData("throw new InvalidOperationException(\"broken\");", "cell c0: InvalidOperationException: broken", "InvalidOperationException")]
    public void A_cell_that_fails_ends_the_run_and_says_so(string code, string message, string name)
    {
        Notebook notebook = NotebookOf(code, "1 + 1");

        Assert.StartsWith(message, new NotebookExecutor(AppContext.BaseDirectory).Execute(notebook), StringComparison.Ordinal);

        JsonElement[] cells = CodeCells(notebook);
        Assert.Equal(name, cells[0].GetProperty("outputs")[0].GetProperty("ename").GetString());
        Assert.Empty(Kinds(cells[1]));
    }

    private static Notebook NotebookOf(params string[] code) => Notebook.Parse("test.ipynb", new JsonObject
    {
        ["nbformat"] = 4,
        ["cells"] = new JsonArray([.. code.Select((text, index) => new JsonObject
        {
            ["id"] = $"c{index}",
            ["cell_type"] = "code",
            ["source"] = text,
            ["outputs"] = new JsonArray(),
        })]),
    }.ToJsonString());

    private static JsonElement[] CodeCells(Notebook notebook) => [.. JsonDocument.Parse(notebook.ToJson()).RootElement.GetProperty("cells")
        .EnumerateArray().Where(cell => cell.GetProperty("cell_type").GetString() == "code")];

    private static string?[] Kinds(JsonElement cell) =>
        [.. cell.GetProperty("outputs").EnumerateArray().Select(output => output.GetProperty("output_type").GetString())];

    private static string[] Lines(JsonElement lines) => [.. lines.EnumerateArray().Select(line => line.GetString()!)];
}
