using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;
using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>A pool file mapped into this process.</summary>
/// <remarks>
/// Mapped with <c>MAP_SYNC</c> where the file system offers it (DAX), so that flush and fence are enough for durability, else
/// with <c>MAP_SHARED</c>; <see cref="Durability"/> says which (SNIA NVM programming model; mmap(2)). The file stays locked
/// until the mapping is disposed: no second process maps it.
/// </remarks>
public sealed unsafe class RealMapping : IDisposable
{
    private readonly SafeFileHandle? _file;
    private readonly string _name;
    private readonly long _lengthBytes;
    private byte* _start;

    private RealMapping(SafeFileHandle? file, string name, long lengthBytes)
    {
        PersistInstructions.Prepare();
        _file = file;
        _name = name;
        _lengthBytes = lengthBytes;
        (nint start, Durability) = file is null ? MapVolatile(name, lengthBytes) : MapFile(file, name, lengthBytes);
        _start = (byte*)start;
    }

    /// <summary>What a completed flush and fence guarantees in this mapping, in one sentence.</summary>
    public string Durability { get; }

    /// <summary>Length of the mapping in bytes.</summary>
    public long LengthBytes => _lengthBytes;

    /// <summary>The mapping, unchecked: for measurements.</summary>
    /// <exception cref="ObjectDisposedException">The mapping is gone.</exception>
    public RealPmem Pmem
    {
        get
        {
            ObjectDisposedException.ThrowIf(_start == null, this);
            return new RealPmem(_start, _lengthBytes);
        }
    }

    /// <summary>The first byte, for comparisons with code by hand; null when the mapping is gone.</summary>
    internal byte* Start => _start;

    /// <summary>The mapping with every access checked.</summary>
    /// <exception cref="ObjectDisposedException">The mapping is gone.</exception>
    public CheckedRealPmem CheckedPmem => new(Pmem);

    /// <summary>What a flush and fence guarantee, which needs both the mapping and the instruction to reach the memory.</summary>
    internal static string DurabilityOf(bool isSynchronous, bool reachesPersistence, string flushName) => (isSynchronous, reachesPersistence) switch
    {
        (true, true) => "mapped with MAP_SYNC: what is flushed and fenced survives a power failure",
        (true, false) => $"mapped with MAP_SYNC, but {flushName} of this processor reaches only the point of coherency: "
            + "what is stored survives the end of the process, but power-fail durability needs msync as well",
        _ => "mapped with MAP_SHARED, as MAP_SYNC is not available here: what is stored survives the end of the process, "
            + "but power-fail durability needs msync as well",
    };

    /// <summary>Makes a new pool file: it appears under its name only when it is formatted and synchronized.</summary>
    /// <param name="path">The file; it must not exist.</param>
    /// <param name="lengthBytes">Its length, at least a pool header.</param>
    /// <param name="format">Writes the pool header and what else a pool needs before it can be opened.</param>
    /// <exception cref="InputException">The file exists or cannot be made; none is left behind.</exception>
    public static RealMapping Create(string path, long lengthBytes, Action<RealMapping> format)
    {
        if (lengthBytes < PoolHeader.Bytes)
        {
            throw new InputException($"{path}: a pool of {lengthBytes} bytes cannot be made, it needs at least {PoolHeader.Bytes}");
        }
        using PoolFile file = PoolFile.Create(path, lengthBytes);
        RealMapping mapping = new(file.Handle, path, lengthBytes);
        try
        {
            format(mapping);
            mapping.Synchronize();
            file.Publish();
            return mapping;
        }
        catch
        {
            mapping.Dispose();
            throw;
        }
    }

    /// <summary>Maps an existing pool file; a file that is not a sound pool stays as it is.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">There is no such file, it cannot be mapped, or it is not a sound pool.</exception>
    public static RealMapping Open(string path)
    {
        SafeFileHandle handle = PoolFile.Open(path, out long lengthBytes);
        try
        {
            return new RealMapping(handle, path, lengthBytes);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Maps memory of this process that no file stands behind: for rehearsals and measurements. It holds zeros.</summary>
    /// <param name="lengthBytes">Its length in bytes, at least 1.</param>
    /// <exception cref="InputException">There is not so much memory.</exception>
    public static RealMapping CreateVolatile(long lengthBytes) => new(file: null, "volatile memory", lengthBytes);

    /// <summary>Overwrites another mapping of the same length with what this one holds.</summary>
    /// <param name="target">The other mapping.</param>
    public void CopyTo(RealMapping target)
    {
        Invariant.Holds(target._lengthBytes == _lengthBytes, "a copy is made for this mapping");
        _ = (Pmem, target.Pmem);
        Buffer.MemoryCopy(_start, target._start, _lengthBytes, _lengthBytes);
    }

    /// <summary>Writes to every page what it holds, so that later stores meet no page fault.</summary>
    public void TouchPages()
    {
        _ = Pmem;
        for (long offset = 0; offset < _lengthBytes; offset += Environment.SystemPageSize)
        {
            Interlocked.Or(ref *(int*)(_start + offset), 0);
        }
    }

    /// <summary>Writes all of the mapping to the file's device (<c>msync</c>): what durability needs without <c>MAP_SYNC</c>.</summary>
    /// <exception cref="InputException">The device fails.</exception>
    public void Synchronize()
    {
        _ = Pmem;
        if (_file is not null && LibC.Synchronize((nint)_start, (nuint)_lengthBytes, LibC.SynchronizeNow) != 0)
        {
            Fail(_name, "msync");
        }
    }

    /// <summary>Ends the mapping and the lock; what the threads have stored stays in the file.</summary>
    public void Dispose()
    {
        if (_start != null) { _ = LibC.Unmap((nint)_start, (nuint)_lengthBytes); }
        _start = null;
        _file?.Dispose();
    }

    private static (nint Start, string Durability) MapFile(SafeFileHandle file, string name, long lengthBytes)
    {
        int descriptor = (int)file.DangerousGetHandle();
        const int Access = LibC.ReadAccess | LibC.WriteAccess;
        if (OperatingSystem.IsLinux())
        {
            nint synchronous = LibC.Map(0, (nuint)lengthBytes, Access, LibC.MapSharedValidate | LibC.MapSync, descriptor, 0);
            if (synchronous != LibC.Failed)
            {
                return (synchronous, DurabilityOf(isSynchronous: true, PersistInstructions.ReachesPersistence, PersistInstructions.FlushName));
            }
        }
        nint start = LibC.Map(0, (nuint)lengthBytes, Access, LibC.MapShared, descriptor, 0);
        if (start == LibC.Failed) { Fail(name, "mmap"); }
        return (start, DurabilityOf(isSynchronous: false, PersistInstructions.ReachesPersistence, PersistInstructions.FlushName));
    }

    private static (nint Start, string Durability) MapVolatile(string name, long lengthBytes)
    {
        nint start = LibC.Map(0, (nuint)lengthBytes, LibC.ReadAccess | LibC.WriteAccess, LibC.MapPrivate | LibC.MapAnonymous, -1, 0);
        if (start == LibC.Failed) { Fail(name, "mmap"); }
        return (start, "memory of this process: nothing survives its end");
    }

    [DoesNotReturn]
    private static void Fail(string name, string call) => throw new InputException($"{name}: {call} failed: {LibC.LastError}");
}
