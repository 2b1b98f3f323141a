using Sim.Explorer.Litmus;

namespace Sim.Explorer.Tests;

/// <summary>The litmus tests of the repository.</summary>
internal static class LitmusFiles
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "litmus");

    /// <summary>The names of all files, without their extension.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.litmus").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    /// <summary>The text of a file.</summary>
    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name + ".litmus"));

    /// <summary>A test.</summary>
    public static LitmusTest Read(string name) => LitmusParser.ReadFile(Path.Combine(Folder, name + ".litmus"));
}
