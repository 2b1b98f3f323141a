using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>The root object: the pointer to the directory, and the lock that every change of a directory takes.</summary>
/// <param name="pmem">The mapping.</param>
internal readonly struct CcehRoot<TPmem>(TPmem pmem)
    where TPmem : struct, IPmem
{
    /// <summary>Bytes of the root object.</summary>
    public const int Bytes = CacheLine.Bytes;

    private const int LockOffset = 8;

    // The root object directly follows the pool header, so that no operation has to look it up.
    private static PmemAddress Address => new(PoolHeader.Bytes);

    /// <summary>The directory in use.</summary>
    public CcehDirectory<TPmem> Directory => new(pmem, pmem.LoadPointer(Address, "root"));

    /// <summary>Makes a directory the one in use, durably.</summary>
    public void Publish(CcehDirectory<TPmem> directory, string label)
    {
        pmem.Store(Address, directory.Address.Offset, label);
        pmem.Persist(Address, sizeof(long), label);
    }

    /// <summary>Takes the directory lock.</summary>
    public void EnterDirectory()
    {
        while (pmem.CompareExchange(Address + LockOffset, 0UL, 1UL, "lock directory") != 0)
        {
            pmem.SpinUntil(Address + LockOffset, SpinCondition.Equal, 0, "wait for directory");
        }
    }

    /// <summary>Gives the directory lock back.</summary>
    public void LeaveDirectory() => pmem.Store(Address + LockOffset, 0UL, "unlock directory");

    /// <summary>Frees the directory lock after a crash; not flushed, since every recovery does it again.</summary>
    public void ResetLock() => pmem.Store(Address + LockOffset, 0UL, "recover directory lock");
}
