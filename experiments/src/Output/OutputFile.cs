using Sim.Simulator;

namespace Sim.Experiments.Output;

/// <summary>Writes files so that a reader sees the whole new file or none: to a temporary name, then renamed.</summary>
internal static class OutputFile
{
    private const string TemporarySuffix = ".partial";

    /// <summary>Writes a text file.</summary>
    /// <exception cref="InputException">The path cannot be written; an existing file is untouched.</exception>
    public static void Write(string path, string content) => Attempt(path, () =>
    {
        File.WriteAllText(path + TemporarySuffix, content);
        File.Move(path + TemporarySuffix, path, overwrite: true);
    });

    /// <summary>Makes sure, before hours of work, that a file can be written.</summary>
    /// <exception cref="InputException">The path cannot be written.</exception>
    public static void CheckIsWritable(string path)
    {
        if (Directory.Exists(path)) { throw new InputException($"cannot write {path}: it is a directory"); }
        Attempt(path, () =>
        {
            File.WriteAllText(path + TemporarySuffix, "");
            File.Delete(path + TemporarySuffix);
        });
    }

    /// <summary>Runs something that writes to a path, and tells the user which path when it fails.</summary>
    /// <exception cref="InputException">The path cannot be written.</exception>
    public static void Attempt(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot write {path}: {Reason(failure)}");
        }
    }

    private static string Reason(Exception failure) => failure switch
    {
        DirectoryNotFoundException => "there is no such folder",
        UnauthorizedAccessException => "permission denied",
        _ => failure.Message,
    };
}
