using System.Text;

namespace Sim.Simulator;

/// <summary>Writes files so that a reader sees the whole new file or none: beside the target under a name of its own, then renamed.</summary>
/// <remarks>The temporary name differs from process to process and from call to call, so that two writers never share one.</remarks>
public static class AtomicFile
{
    private static long _callCount;

    /// <summary>Writes or replaces a text file.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="content">The text.</param>
    /// <exception cref="InputException">The path cannot be written; an existing file is untouched.</exception>
    public static void Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));

    /// <summary>Writes or replaces a file.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="content">The bytes.</param>
    /// <exception cref="InputException">The path cannot be written; an existing file is untouched.</exception>
    public static void Write(string path, byte[] content) => Publish(path, content, isTrial: false);

    /// <summary>Makes sure, before hours of work, that a file can be written.</summary>
    /// <param name="path">The file, which is not touched.</param>
    /// <exception cref="InputException">The path cannot be written.</exception>
    public static void CheckIsWritable(string path) => Publish(path, [], isTrial: true);

    /// <summary>Writes or replaces a file that is too long to be held in memory.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="write">Writes the content; if it throws, an existing file is untouched.</param>
    /// <exception cref="InputException">The path cannot be written; an existing file is untouched.</exception>
    public static void Write(string path, Action<Stream> write) => Publish(path, write, isTrial: false);

    private static void Publish(string path, byte[] content, bool isTrial) => Publish(path, stream => stream.Write(content), isTrial);

    private static void Publish(string path, Action<Stream> write, bool isTrial)
    {
        if (Directory.Exists(path)) { throw new InputException($"cannot write {path}: it is a directory"); }
        string temporary = $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref _callCount)}.partial";
        Attempt(path, () =>
        {
            try
            {
                using (FileStream stream = new(temporary, FileMode.Create, FileAccess.Write)) { write(stream); }
                if (!isTrial) { File.Move(temporary, path, overwrite: true); }
            }
            finally
            {
                // Still there after a trial or a failure only. Without its folder there is nothing to remove.
                if (File.Exists(temporary)) { File.Delete(temporary); }
            }
        });
    }

    /// <summary>Runs something that writes to a path, and tells the user which path when it fails.</summary>
    /// <param name="path">The path that the message names.</param>
    /// <param name="write">What writes.</param>
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
