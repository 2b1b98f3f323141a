using Sim.Simulator;

namespace Sim.Plots;

/// <summary>Writes files so that nobody ever reads half of one: under a temporary name first, then renamed.</summary>
internal static class AtomicFile
{
    /// <summary>Writes or replaces a file, and makes its folder where it is missing.</summary>
    /// <exception cref="InputException">The path cannot be written.</exception>
    public static void Write(string path, byte[] content)
    {
        try
        {
            string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
            if (folder is not null) { Directory.CreateDirectory(folder); }
            string temporary = path + ".part";
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot write {path}: {e.Message}");
        }
    }
}
