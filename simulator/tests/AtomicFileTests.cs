namespace Sim.Simulator.Tests;

public sealed class AtomicFileTests
{
    [Fact]
    public void A_written_file_leaves_nothing_else_behind()
    {
        using TemporaryFolder folder = new();

        AtomicFile.Write(folder.File("a.json"), "first");
        AtomicFile.Write(folder.File("a.json"), "second");

        Assert.Equal(["a.json"], FilesOf(folder));
        Assert.Equal("second", File.ReadAllText(folder.File("a.json")));
    }

    [Fact]
    public void Checking_whether_a_file_can_be_written_does_not_touch_it()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("a.json"), "precious");

        AtomicFile.CheckIsWritable(folder.File("a.json"));

        Assert.Equal(["a.json"], FilesOf(folder));
        Assert.Equal("precious", File.ReadAllText(folder.File("a.json")));
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_the_users_mistake()
    {
        using TemporaryFolder folder = new();

        InputException mistake = Assert.Throws<InputException>(() => AtomicFile.Write(folder.File("missing/a.json"), ""));

        Assert.Equal($"cannot write {folder.File("missing/a.json")}: there is no such folder", mistake.Message);
    }

    [Fact]
    public void Writers_of_the_same_file_never_share_a_temporary_one()
    {
        using TemporaryFolder folder = new();

        Parallel.For(0, 100, number => AtomicFile.Write(folder.File("a.json"), new string((char)('a' + (number % 26)), 10_000)));

        Assert.Equal(["a.json"], FilesOf(folder));
        Assert.Single(File.ReadAllText(folder.File("a.json")).Distinct());
    }

    [Fact]
    public void A_write_that_fails_leaves_nothing_behind()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("a.json"));

        Assert.Throws<InputException>(() => AtomicFile.Write(folder.File("a.json"), "text"));

        Assert.Empty(FilesOf(folder));
    }

    private static string?[] FilesOf(TemporaryFolder folder) => [.. Directory.GetFiles(folder.Path).Select(Path.GetFileName)];
}
