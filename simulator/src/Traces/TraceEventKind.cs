namespace Sim.Simulator.Traces;

/// <summary>What one record of a trace says; the numbers are those of the file format.</summary>
public enum TraceEventKind : byte
{
    /// <summary>A store of 1 to 8 bytes; it may cross cache lines.</summary>
    Store = 1,

    /// <summary>A store of 1 to 8 bytes that bypasses the caches: durable at the thread's next fence.</summary>
    NonTemporalStore = 2,

    /// <summary>A locked read-modify-write that wrote 1 to 8 bytes; it fences as well.</summary>
    LockedStore = 3,

    /// <summary>A load of 1 to 8 bytes.</summary>
    Load = 4,

    /// <summary>A write-back of the lines of a range.</summary>
    Flush = 5,

    /// <summary>A store fence or a full fence.</summary>
    Fence = 6,

    /// <summary>A name that the program wrote into its trace; <c>NAME.BEGIN</c> and <c>NAME.END</c> bracket an operation.</summary>
    Marker = 7,

    /// <summary>A file mapped as persistent memory.</summary>
    Map = 8,

    /// <summary>A request that persistent data reach the media, beyond the persistence domain (<c>pmem_deep_drain</c>): it changes no crash state.</summary>
    DeepSync = 9,

    /// <summary>A power failure: what follows is recovery.</summary>
    Crash = 10,
}
