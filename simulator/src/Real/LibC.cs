using System.Runtime.InteropServices;

namespace Sim.Simulator;

/// <summary>The calls of the C library that a real mapping needs, with the numbers of Linux and macOS.</summary>
internal static partial class LibC
{
    public const int ReadAccess = 1;
    public const int WriteAccess = 2;
    public const int ExecuteAccess = 4;

    public const int MapShared = 0x01;
    public const int MapPrivate = 0x02;

    // Linux only: asm-generic/mman-common.h and linux/mman.h, the same on x86-64 and Arm64.
    public const int MapSharedValidate = 0x03;
    public const int MapSync = 0x80000;

    // AT_HWCAP of getauxval, and two of its bits on Arm64: uapi/asm/hwcap.h.
    public const nuint HardwareCapabilities = 16;
    public const nuint ArmAtomics = 1 << 8;
    public const nuint ArmCleanToPersistence = 1 << 16;

    public const nint Failed = -1;

    public static int MapAnonymous => OperatingSystem.IsMacOS() ? 0x1000 : 0x20;

    public static int SynchronizeNow => OperatingSystem.IsMacOS() ? 0x10 : 0x4;

    /// <summary>What the last failed call says, in words.</summary>
    public static string LastError => Marshal.GetLastPInvokeErrorMessage();

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    public static partial nint Map(nint address, nuint lengthBytes, int access, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    public static partial int Unmap(nint address, nuint lengthBytes);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    public static partial int Protect(nint address, nuint lengthBytes, int access);

    [LibraryImport("libc", EntryPoint = "msync", SetLastError = true)]
    public static partial int Synchronize(nint address, nuint lengthBytes, int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenForReading(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int SynchronizeFile(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "getauxval")]
    public static partial nuint AuxiliaryValue(nuint type);
}
