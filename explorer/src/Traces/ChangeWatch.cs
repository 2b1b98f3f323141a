using System.Runtime.InteropServices;

namespace Sim.Explorer.Traces;

/// <summary>Tells whether somebody else opened a file for writing, replaced or removed it (Linux <c>inotify</c>).</summary>
/// <remarks>A mapping is no way around: the file is opened for writing first, and closed at the latest when the process ends.</remarks>
internal sealed partial class ChangeWatch : IDisposable
{
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const uint CloseWrite = 0x8;
    private const uint Attributes = 0x4;
    private const uint DeleteSelf = 0x400;
    private const uint MoveSelf = 0x800;

    private readonly int _watch = Init(NonBlocking | CloseOnExec);

    /// <summary>Watches one more file.</summary>
    public void Add(string path) => _ = AddWatch(_watch, path, CloseWrite | Attributes | DeleteSelf | MoveSelf);

    /// <summary>Whether anything happened since the last call; without the system's help, the answer is yes.</summary>
    public unsafe bool HasChanged()
    {
        if (_watch < 0) { return true; }
        byte* events = stackalloc byte[4096];
        bool hasChanged = false;
        while (Read(_watch, events, 4096) > 0) { hasChanged = true; }
        return hasChanged;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_watch >= 0) { _ = Close(_watch); }
    }

    [LibraryImport("libc", EntryPoint = "inotify_init1")]
    private static partial int Init(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddWatch(int watch, string path, uint events);

    [LibraryImport("libc", EntryPoint = "read")]
    private static unsafe partial nint Read(int file, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
