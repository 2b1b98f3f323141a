using System.Runtime.InteropServices;
using System.Text;
using Sim.Simulator;

namespace Sim.Explorer.Traces;

/// <summary>Starts one program over and over, with <c>posix_spawn</c>: many times cheaper than a general process class.</summary>
/// <remarks>Standard input and outputs are <c>/dev/null</c>; a child has a process group of its own, so that a timeout ends all of it.</remarks>
internal sealed unsafe partial class ChildProcess : IDisposable
{
    private const int OpaqueBytes = 1024;
    private const short SetProcessGroup = 0x02;
    private const short SetDefaultSignals = 0x04;
    private const int BrokenPipe = 13;
    private const int Kill = 9;
    private const int ByProcess = 1;
    private const int Exited = 4;
    private const int LeaveWaitable = 0x0100_0000;
    private const int Interrupted = 4;
    private const int ReadWrite = 2;

    private readonly Lock _lock = new();
    private readonly string _program;
    private readonly nint* _arguments;
    private readonly byte* _actions;
    private readonly byte* _attributes;
    private nint* _environment;
    private int _running;

    /// <summary>Prepares a program.</summary>
    /// <param name="words">The program, found on the PATH, and its arguments.</param>
    public ChildProcess(IReadOnlyList<string> words)
    {
        _program = words[0];
        _arguments = ToNative(words);
        _actions = (byte*)NativeMemory.AllocZeroed(OpaqueBytes);
        _attributes = (byte*)NativeMemory.AllocZeroed(OpaqueBytes);
        ActionsInit(_actions);
        for (int file = 0; file < 3; file++) { ActionsAddOpen(_actions, file, "/dev/null", ReadWrite, 0); }
        AttributesInit(_attributes);
        AttributesSetFlags(_attributes, SetProcessGroup | SetDefaultSignals);
        ulong* signals = stackalloc ulong[16];
        new Span<ulong>(signals, 16).Clear();
        signals[0] = 1UL << (BrokenPipe - 1);
        AttributesSetDefaultSignals(_attributes, signals);
    }

    /// <summary>Sets the environment of the next children.</summary>
    public void SetEnvironment(IReadOnlyList<string> variables)
    {
        Free(_environment);
        _environment = ToNative(variables);
    }

    /// <summary>Runs the program to its end.</summary>
    /// <returns>Its exit code, or the negative number of the signal that ended it.</returns>
    /// <exception cref="InputException">It cannot be started.</exception>
    public int Run()
    {
        int started = SpawnOnPath(out int process, _program, _actions, _attributes, _arguments, _environment);
        if (started != 0) { throw new InputException($"cannot start the checker {_program}: {Marshal.GetPInvokeErrorMessage(started)}"); }
        lock (_lock) { _running = process; }

        // The child stays a zombie until the lock is held, so that its number cannot be that of another process when it is killed.
        byte* information = stackalloc byte[128];
        while (WaitId(ByProcess, process, information, Exited | LeaveWaitable) != 0 && Marshal.GetLastPInvokeError() == Interrupted) { }
        int status = 0;
        lock (_lock)
        {
            _running = 0;
            while (WaitPid(process, &status, 0) < 0 && Marshal.GetLastPInvokeError() == Interrupted) { }
        }
        return (status & 0x7f) == 0 ? (status >> 8) & 0xff : -(status & 0x7f);
    }

    /// <summary>Ends the child that runs now, if there is one; may be called from another thread.</summary>
    public void KillRunning()
    {
        lock (_lock)
        {
            if (_running != 0) { Signal(-_running, Kill); }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ActionsDestroy(_actions);
        AttributesDestroy(_attributes);
        NativeMemory.Free(_actions);
        NativeMemory.Free(_attributes);
        Free(_arguments);
        Free(_environment);
    }

    private static nint* ToNative(IReadOnlyList<string> words)
    {
        nint* array = (nint*)NativeMemory.AllocZeroed((nuint)words.Count + 1, (nuint)sizeof(nint));
        for (int i = 0; i < words.Count; i++)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(words[i]);
            byte* text = (byte*)NativeMemory.AllocZeroed((nuint)bytes.Length + 1);
            bytes.CopyTo(new Span<byte>(text, bytes.Length));
            array[i] = (nint)text;
        }
        return array;
    }

    private static void Free(nint* array)
    {
        if (array is null) { return; }
        for (nint* word = array; *word != 0; word++) { NativeMemory.Free((void*)*word); }
        NativeMemory.Free(array);
    }

    [LibraryImport("libc", EntryPoint = "posix_spawnp", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SpawnOnPath(out int process, string program, byte* actions, byte* attributes, nint* arguments, nint* environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial void ActionsInit(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial void ActionsAddOpen(byte* actions, int file, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial void ActionsDestroy(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial void AttributesInit(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial void AttributesSetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial void AttributesSetDefaultSignals(byte* attributes, ulong* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial void AttributesDestroy(byte* attributes);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static partial int WaitId(int kind, int process, byte* information, int options);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitPid(int process, int* status, int options);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial void Signal(int process, int signal);
}
