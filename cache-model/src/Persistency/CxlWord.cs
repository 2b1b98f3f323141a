namespace Sim.CacheModel;

/// <summary>One location of CXL0 in all caches and in its owner's memory, and what each operation does to it.</summary>
/// <remarks>
/// CXL0 of Assa et al. ("A programming model for disaggregated memory over CXL", ASPLOS 2026). All caches that hold the
/// location agree, so one value and the set of holders describe them. Machines are numbered from 0.
/// </remarks>
/// <param name="Cached">The value in the caches; 0 where no cache holds the location.</param>
/// <param name="Holders">The machines whose cache holds it, as a bit mask.</param>
/// <param name="Memory">The value in the owner's memory.</param>
public readonly record struct CxlWord(long Cached, uint Holders, long Memory)
{
    /// <summary>What a load returns.</summary>
    public long Coherent => Holders != 0 ? Cached : Memory;

    /// <summary>Whether no cache holds the location: then an RFlush of any machine completes, and a GPF if all locations are so.</summary>
    public bool IsOnlyInMemory => Holders == 0;

    /// <summary>Whether a machine's cache holds the location; an LFlush of the machine completes when it does not.</summary>
    public bool IsHeldBy(int machine) => (Holders & Bit(machine)) != 0;

    /// <summary>Load: a value that some cache holds is copied to the reader's cache; a value from memory is not.</summary>
    public CxlWord Load(int machine) => Holders != 0 ? this with { Holders = Holders | Bit(machine) } : this;

    /// <summary>LStore by a machine, or RStore where the machine is the owner: its cache alone holds the value.</summary>
    public CxlWord Store(int machine, long value) => new(value, Bit(machine), Memory);

    /// <summary>A location that stands in memory and in no cache: initially, and after an MStore of any machine.</summary>
    public static CxlWord InMemory(long value) => new(0, 0, value);

    /// <summary>A machine that is not the owner passes its copy on to the owner's cache (silent).</summary>
    public CxlWord PropagateToOwner(int machine, int owner) => this with { Holders = (Holders & ~Bit(machine)) | Bit(owner) };

    /// <summary>The owner writes its copy back to memory, and every cache gives the location up (silent).</summary>
    public CxlWord WriteBack() => InMemory(Cached);

    /// <summary>A machine crashes: its cache is empty.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="losesMemory">Whether it owns the location and its memory is volatile.</param>
    /// <param name="poisonsCopies">Whether it owns the location and the copies of others go with it (the PSN variant).</param>
    public CxlWord Crash(int machine, bool losesMemory, bool poisonsCopies)
    {
        uint holders = poisonsCopies ? 0 : Holders & ~Bit(machine);
        return new CxlWord(holders == 0 ? 0 : Cached, holders, losesMemory ? 0 : Memory);
    }

    private static uint Bit(int machine) => 1u << machine;
}
