using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>The lock of a chain: the first word of its first bucket. A resize takes it and never gives it back.</summary>
/// <param name="pmem">The mapping.</param>
/// <param name="word">Where the lock stands.</param>
internal readonly struct ClhtLock<TPmem>(TPmem pmem, PmemAddress word)
    where TPmem : struct, IPmem
{
    /// <summary>Nobody holds the lock (<c>LOCK_FREE</c>).</summary>
    public const ulong Free = 0;

    private const ulong Update = 1;
    private const ulong Resize = 2;

    /// <summary>Takes the lock, or learns that the table is being replaced.</summary>
    /// <returns>False if the table is being replaced.</returns>
    public bool TryEnter() => Take(Update);

    /// <summary>Takes the lock for good.</summary>
    public void EnterResize() => Take(Resize);

    /// <summary>Gives the lock back.</summary>
    public void Leave() => pmem.Store(word, Free, "unlock");

    /// <summary>Frees the lock after a crash; not flushed, since every recovery does it again.</summary>
    public void Reset() => pmem.Store(word, Free, "recover lock");

    private bool Take(ulong desired)
    {
        while (true)
        {
            ulong found = pmem.CompareExchange(word, Free, desired, "lock");
            if (found == Free) { return true; }
            if (found == Resize) { return false; }
            pmem.SpinUntil(word, SpinCondition.NotEqual, Update, "wait for lock");
        }
    }
}
