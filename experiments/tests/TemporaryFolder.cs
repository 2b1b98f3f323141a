namespace Sim.Experiments.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sim-test-");

    /// <summary>A path inside the folder.</summary>
    public string this[string name] => Path.Combine(_folder.FullName, name);

    /// <summary>The names of the files in the folder and below, in order.</summary>
    public string[] Files => [.. _folder.EnumerateFiles("*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(_folder.FullName, file.FullName)).Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
