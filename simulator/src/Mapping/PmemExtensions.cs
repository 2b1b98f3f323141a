using System.Runtime.CompilerServices;
using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>Persist steps that every structure uses, written with <see cref="IPmem"/> alone.</summary>
public static class PmemExtensions
{
    /// <summary>Flushes every line of a range, then fences: <c>P(x)</c> of the literature.</summary>
    /// <param name="pmem">The mapping.</param>
    /// <param name="address">The first byte.</param>
    /// <param name="lengthBytes">Bytes in the range.</param>
    /// <param name="label">The name of the persist step.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Persist<TPmem>(this TPmem pmem, PmemAddress address, long lengthBytes, string label = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
        where TPmem : struct, IPmem
    {
        pmem.Flush(address, lengthBytes, label, FlushKind.Clwb, file, line, member);
        pmem.Fence(label, FenceKind.Store, file, line, member);
    }

    /// <summary>Reads a persistent pointer.</summary>
    /// <param name="pmem">The mapping.</param>
    /// <param name="address">Where the pointer stands.</param>
    /// <param name="label">The name of the step.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PmemAddress LoadPointer<TPmem>(this TPmem pmem, PmemAddress address, string label = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
        where TPmem : struct, IPmem =>
        new(pmem.Load<long>(address, label, file, line, member));
}
