using Sim.Simulator;

namespace Sim.Notebooks.Tests;

public sealed class NotebookTests
{
    [Theory]
    [InlineData("{", "n.ipynb:1: is not JSON")]
    [InlineData("{}", "n.ipynb: has no 'nbformat' and 'cells': not a notebook")]
    [InlineData("{\"nbformat\": 3, \"cells\": []}", "n.ipynb: nbformat is 3, expected 4")]
    [InlineData("{\"nbformat\": 4, \"cells\": [{}]}", "n.ipynb: cells[0] is incomplete, expected an object with 'id', 'cell_type' and 'source'")]
    public void What_is_not_a_notebook_is_the_users_mistake(string text, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => Notebook.Parse("n.ipynb", text)).Message);

    [Fact]
    public void What_Sim_does_not_know_is_kept()
    {
        string text = "{\n \"cells\": [],\n \"metadata\": {\n  \"x\": \"<y>\"\n },\n \"nbformat\": 4\n}\n";

        Assert.Equal(text, Notebook.Parse("n.ipynb", text).ToJson());
    }
}
