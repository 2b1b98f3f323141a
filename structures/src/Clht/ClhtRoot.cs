using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>The root object: the pointer to the table, and in a line of its own the lock of the thread that replaces it.</summary>
/// <param name="pmem">The mapping.</param>
internal readonly struct ClhtRoot<TPmem>(TPmem pmem)
    where TPmem : struct, IPmem
{
    /// <summary>Bytes of the root object.</summary>
    public const int Bytes = 2 * CacheLine.Bytes;

    /// <summary>Where the pointer to the table stands.</summary>
    public static PmemAddress TableAddress => new(PoolHeader.Bytes);

    /// <summary>The table.</summary>
    public ClhtTable<TPmem> Table => new(pmem, pmem.LoadPointer(TableAddress, "table"));

    private static PmemAddress ResizeLock => TableAddress + CacheLine.Bytes;

    /// <summary>Takes the right to replace the table, unless another thread has it.</summary>
    public bool TryBeginResize() => pmem.CompareExchange(ResizeLock, 0UL, 1UL, "resize lock") == 0;

    /// <summary>Gives the right to replace the table back.</summary>
    public void EndResize() => pmem.Store(ResizeLock, 0UL, "resize unlock");

    /// <summary>Waits until the table is another one.</summary>
    public void AwaitReplacement(ClhtTable<TPmem> table) =>
        pmem.SpinUntil(TableAddress, SpinCondition.NotEqual, (ulong)table.Address.Offset, "wait for resize");

    /// <summary>Frees the lock after a crash; not flushed, since every recovery does it again.</summary>
    public void Recover() => pmem.Store(ResizeLock, 0UL, "recover resize lock");
}
