using Microsoft.Win32.SafeHandles;
using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>A pool's file on its way: made under a temporary name, checked before it is mapped.</summary>
internal sealed class PoolFile : IDisposable
{
    private readonly string _path;
    private readonly string _temporaryPath;
    private bool _isPublished;

    private PoolFile(string path, string temporaryPath, SafeFileHandle handle)
    {
        _path = path;
        _temporaryPath = temporaryPath;
        Handle = handle;
    }

    /// <summary>The open file, which belongs to the mapping once the file is published.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Makes the file of a new pool under a temporary name, with all its blocks.</summary>
    /// <param name="path">The name that it will have.</param>
    /// <param name="lengthBytes">Its length.</param>
    /// <exception cref="InputException">The name is taken, or the file cannot be made.</exception>
    public static PoolFile Create(string path, long lengthBytes)
    {
        if (path.Length == 0) { throw new InputException("the path of a pool is empty"); }
        if (Path.Exists(path)) { throw Exists(path); }
        string temporaryPath = $"{path}.{Environment.ProcessId}.tmp";
        return Explained(path, () =>
        {
            // The blocks are reserved now: a store into a hole of a full disk would kill the process with SIGBUS.
            SafeFileHandle handle = File.OpenHandle(
                temporaryPath, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.None, preallocationSize: lengthBytes);
            PoolFile file = new(path, temporaryPath, handle);
            try
            {
                RandomAccess.SetLength(handle, lengthBytes);
                return file;
            }
            catch
            {
                file.Dispose();
                throw;
            }
        });
    }

    /// <summary>Opens and locks a pool's file without changing it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lengthBytes">Its length.</param>
    /// <exception cref="InputException">It cannot be opened for writing, or is not a sound pool.</exception>
    public static SafeFileHandle Open(string path, out long lengthBytes)
    {
        if (path.Length == 0) { throw new InputException("the path of a pool is empty"); }
        if (Directory.Exists(path)) { throw new InputException($"{path}: is a directory, expected a pool file"); }
        (SafeFileHandle handle, lengthBytes) = Explained(path, () =>
        {
            SafeFileHandle opened = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            try
            {
                byte[] header = new byte[CacheLine.Bytes];
                int headerBytes = RandomAccess.Read(opened, header, fileOffset: 0);
                long length = RandomAccess.GetLength(opened);
                string? defect = PoolHeader.FindDefect(header.AsSpan(0, headerBytes), length);
                return defect is null ? (opened, length) : throw new InputException($"{path}: {defect}");
            }
            catch
            {
                opened.Dispose();
                throw;
            }
        });
        return handle;
    }

    /// <summary>Gives the file its name, durably; another file of that name is never replaced.</summary>
    /// <exception cref="InputException">The name was taken meanwhile.</exception>
    public void Publish() => Explained(_path, () =>
    {
        if (Path.Exists(_path)) { throw Exists(_path); }
        File.Move(_temporaryPath, _path, overwrite: false);
        _isPublished = true;
        SynchronizeDirectory();
        return true;
    });

    /// <summary>Removes the file if it was never published.</summary>
    public void Dispose()
    {
        if (_isPublished) { return; }
        File.Delete(_temporaryPath);
        Handle.Dispose();
    }

    private void SynchronizeDirectory()
    {
        int directory = LibC.OpenForReading(Path.GetDirectoryName(Path.GetFullPath(_path)) ?? "/", flags: 0);
        if (directory < 0) { throw new IOException(LibC.LastError); }
        int failed = LibC.SynchronizeFile(directory);
        string error = LibC.LastError;
        _ = LibC.Close(directory);
        if (failed != 0) { throw new IOException(error); }
    }

    private static InputException Exists(string path) => new($"{path}: exists already, and a pool is never made over an existing file");

    // One line for each way in which a file system says no.
    private static T Explained<T>(string path, Func<T> access)
    {
        try
        {
            return access();
        }
        catch (FileNotFoundException)
        {
            throw new InputException($"{path}: there is no such file");
        }
        catch (DirectoryNotFoundException)
        {
            throw new InputException($"{path}: there is no such directory");
        }
        catch (UnauthorizedAccessException)
        {
            throw new InputException($"{path}: no permission to read and write it");
        }
        catch (NotSupportedException)
        {
            throw new InputException($"{path}: is not a regular file");
        }
        catch (Exception problem) when (problem is IOException or ArgumentException)
        {
            throw new InputException($"{path}: {problem.Message}");
        }
    }
}
