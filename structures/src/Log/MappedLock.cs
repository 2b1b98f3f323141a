using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>A lock word in the mapping: 0 is free, 1 is held.</summary>
/// <remarks>
/// It lies in persistent memory without being persistent state: its line may be written back while the lock is held, so
/// recovery must free it. Nothing flushes it.
/// </remarks>
/// <param name="pmem">The mapping.</param>
/// <param name="address">The lock word.</param>
internal readonly struct MappedLock<TPmem>(TPmem pmem, PmemAddress address)
    where TPmem : struct, IPmem
{
    private const ulong Free = 0;
    private const ulong Held = 1;

    /// <summary>Waits until the lock is free and takes it.</summary>
    public void Acquire()
    {
        while (pmem.CompareExchange(address, Free, Held, "lock") != Free)
        {
            pmem.SpinUntil(address, SpinCondition.Equal, Free, "lock wait");
        }
    }

    /// <summary>Frees the lock; a plain store, because TSO lets no earlier store pass it.</summary>
    public void Release() => pmem.Store(address, Free, "unlock");

    /// <summary>Frees the lock by a locked instruction, which completes what the thread has flushed.</summary>
    public void ReleaseLocked() => pmem.CompareExchange(address, Held, Free, "unlock");

    /// <summary>Frees the lock of a thread that a crash took away.</summary>
    public void Reset() => pmem.Store(address, Free, "lock reset");
}
