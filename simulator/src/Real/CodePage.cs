namespace Sim.Simulator;

/// <summary>A page of memory that holds a few small functions in machine code, written once and then read and execute only.</summary>
/// <remarks>
/// On Arm64 the kernel makes the instruction cache coherent when the page turns executable
/// (Linux: <c>__sync_icache_dcache</c>), so that no cache maintenance is needed here.
/// </remarks>
internal sealed unsafe class CodePage
{
    // A function starts on a cache line of its own.
    private const int SlotBytes = 64;

    private readonly byte* _start;
    private readonly int _capacityBytes = Environment.SystemPageSize;
    private int _usedBytes;

    /// <summary>Reserves a writable page.</summary>
    /// <exception cref="InputException">The operating system refuses.</exception>
    public CodePage()
    {
        nint start = LibC.Map(0, (nuint)_capacityBytes, LibC.ReadAccess | LibC.WriteAccess, LibC.MapPrivate | LibC.MapAnonymous, -1, 0);
        if (start == LibC.Failed) { throw new InputException($"no page for machine code: {LibC.LastError}"); }
        _start = (byte*)start;
    }

    /// <summary>Writes a function and returns where it will stand; call it only after <see cref="MakeExecutable"/>.</summary>
    /// <param name="code">The function's machine code.</param>
    public void* Add(ReadOnlySpan<byte> code)
    {
        byte* function = _start + _usedBytes;
        code.CopyTo(new Span<byte>(function, _capacityBytes - _usedBytes));
        _usedBytes += (code.Length + SlotBytes - 1) / SlotBytes * SlotBytes;
        return function;
    }

    /// <summary>Takes the right to write away and gives the right to execute.</summary>
    /// <exception cref="InputException">The operating system refuses, as hardened ones do.</exception>
    public void MakeExecutable()
    {
        if (LibC.Protect((nint)_start, (nuint)_capacityBytes, LibC.ReadAccess | LibC.ExecuteAccess) != 0)
        {
            throw new InputException($"this system does not let a program make a page of machine code executable: {LibC.LastError}");
        }
    }
}
