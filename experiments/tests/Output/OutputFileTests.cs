using Sim.Experiments.Output;
using Sim.Simulator;

namespace Sim.Experiments.Tests.Output;

public sealed class OutputFileTests
{
    [Fact]
    public void A_written_file_leaves_nothing_else_behind()
    {
        using TemporaryFolder folder = new();

        OutputFile.Write(folder["a.json"], "first");
        OutputFile.Write(folder["a.json"], "second");

        Assert.Equal(["a.json"], folder.Files);
        Assert.Equal("second", File.ReadAllText(folder["a.json"]));
    }

    [Fact]
    public void Checking_whether_a_file_can_be_written_does_not_touch_it()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["a.json"], "precious");

        OutputFile.CheckIsWritable(folder["a.json"]);

        Assert.Equal(["a.json"], folder.Files);
        Assert.Equal("precious", File.ReadAllText(folder["a.json"]));
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_the_users_mistake()
    {
        using TemporaryFolder folder = new();

        InputException mistake = Assert.Throws<InputException>(() => OutputFile.Write(folder["missing/a.json"], ""));

        Assert.Equal($"cannot write {folder["missing/a.json"]}: there is no such folder", mistake.Message);
    }
}
