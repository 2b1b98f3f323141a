using System.Runtime.CompilerServices;
using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>Persistent memory as one thread sees it: what every structure is written against, once.</summary>
/// <remarks>
/// Implementations are structs, and structures are generic over them, so that on a real mapping a store is a plain
/// <c>mov</c> and nothing else. Every call names its <see cref="Site"/> through caller information: a helper that persists
/// on behalf of others takes the same four optional parameters and passes them on.
/// Accesses are naturally aligned. Values have 1, 2, 4, 8 or 16 bytes. Those of 16 are read and written as two 8-byte words,
/// ascending for reads, in no promised order for writes (x86 promises none); only <see cref="CompareExchange{T}"/> is atomic
/// on 16 bytes. Larger objects are written word by word, in an order that their author chooses.
/// </remarks>
public interface IPmem
{
    /// <summary>Length of the mapping in bytes.</summary>
    long LengthBytes { get; }

    /// <summary>Reads a value.</summary>
    /// <param name="address">Where, aligned to the size of <typeparamref name="T"/> (at most 8).</param>
    /// <param name="label">The name of the step; may be empty.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="PmemAccessException">Checked and simulated mappings: outside the mapping or misaligned.</exception>
    T Load<T>(PmemAddress address, string label = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
        where T : unmanaged;

    /// <summary>Writes a value through the caches; it is volatile until its line is written back.</summary>
    /// <param name="address">Where, aligned to the size of <typeparamref name="T"/> (at most 8).</param>
    /// <param name="value">What to write.</param>
    /// <param name="label">The name of the step; may be empty.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="PmemAccessException">Checked and simulated mappings: outside the mapping or misaligned.</exception>
    void Store<T>(PmemAddress address, T value, string label = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
        where T : unmanaged;

    /// <summary>Reads a value with acquire order: nothing later in the thread comes before it.</summary>
    /// <remarks>
    /// On x86-64 an ordinary load; on Arm64 <c>ldar</c>, or <c>ldapr</c> for <see cref="AccessOrder.AcquirePc"/>. Models of weak
    /// memory and of release persistency tell it from <see cref="Load{T}"/> where their documentation says so.
    /// </remarks>
    /// <param name="address">Where, aligned to the size of <typeparamref name="T"/> (at most 8).</param>
    /// <param name="label">The name of the step; may be empty.</param>
    /// <param name="order"><see cref="AccessOrder.Acquire"/> or <see cref="AccessOrder.AcquirePc"/>.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="PmemAccessException">Checked and simulated mappings: outside the mapping or misaligned.</exception>
    T LoadAcquire<T>(PmemAddress address, string label = "", AccessOrder order = AccessOrder.Acquire,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
        where T : unmanaged;

    /// <summary>Writes a value with release order: everything earlier in the thread comes before it.</summary>
    /// <remarks>On x86-64 an ordinary store, on Arm64 <c>stlr</c>. Like any store it is volatile until its line is written back.</remarks>
    /// <param name="address">Where, aligned to the size of <typeparamref name="T"/> (at most 8).</param>
    /// <param name="value">What to write.</param>
    /// <param name="label">The name of the step; may be empty.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="PmemAccessException">Checked and simulated mappings: outside the mapping or misaligned.</exception>
    void StoreRelease<T>(PmemAddress address, T value, string label = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
        where T : unmanaged;

    /// <summary>Writes a value past the caches (movnti): persistent after the next fence, without a flush.</summary>
    /// <param name="address">Where, aligned to the size of <typeparamref name="T"/> (at most 8).</param>
    /// <param name="value">What to write; a size of 4 bytes or a multiple of 8.</param>
    /// <param name="label">The name of the step; may be empty.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="PmemAccessException">Checked and simulated mappings: outside the mapping or misaligned.</exception>
    void StoreNonTemporal<T>(PmemAddress address, T value, string label = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
        where T : unmanaged;

    /// <summary>Writes <paramref name="desired"/> if memory holds <paramref name="expected"/>, in one locked step.</summary>
    /// <param name="address">Where, aligned to the size of <typeparamref name="T"/>: 1, 2, 4, 8 or 16 bytes.</param>
    /// <param name="expected">The value to find.</param>
    /// <param name="desired">The value to write.</param>
    /// <param name="label">The name of the step; may be empty.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <returns>The value found; the exchange happened if it equals <paramref name="expected"/>.</returns>
    /// <exception cref="PmemAccessException">Checked and simulated mappings: outside the mapping or misaligned.</exception>
    T CompareExchange<T>(PmemAddress address, T expected, T desired, string label = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "")
        where T : unmanaged;

    /// <summary>Writes back every cache line that the range touches.</summary>
    /// <param name="address">The first byte; it need not be aligned.</param>
    /// <param name="lengthBytes">Bytes in the range.</param>
    /// <param name="label">The name of the step; may be empty.</param>
    /// <param name="kind">The instruction to use.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    /// <exception cref="PmemAccessException">Checked and simulated mappings: outside the mapping.</exception>
    void Flush(PmemAddress address, long lengthBytes, string label = "", FlushKind kind = FlushKind.Clwb,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "");

    /// <summary>Waits until this thread's earlier flushes and non-temporal stores are in the persistence domain.</summary>
    /// <param name="label">The name of the step; may be empty.</param>
    /// <param name="kind">The instruction to use.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    void Fence(string label = "", FenceKind kind = FenceKind.Store,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "");

    /// <summary>Waits until the value at an address satisfies a condition, and returns that value.</summary>
    /// <remarks>Under exploration a waiting thread is not enabled: a spin loop never unrolls, a deadlock is found.</remarks>
    /// <param name="address">Where, aligned to 8.</param>
    /// <param name="condition">How the value compares with the operand.</param>
    /// <param name="operand">What to compare with.</param>
    /// <param name="label">The name of the step; may be empty.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    ulong SpinUntil(PmemAddress address, SpinCondition condition, ulong operand, string label = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "");

    /// <summary>Tells checkers and reports what the program is doing; no effect on memory.</summary>
    /// <param name="marker">What happens.</param>
    /// <param name="argument">Its argument; see <see cref="Marker"/>.</param>
    /// <param name="label">The name of the point; may be empty.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    void Mark(Marker marker, ulong argument = 0, string label = "",
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "");
}
