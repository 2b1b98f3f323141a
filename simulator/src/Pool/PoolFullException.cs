namespace Sim.Simulator;

/// <summary>The pool, or the part of it that belongs to the thread, has no room for an allocation.</summary>
/// <param name="lengthBytes">Bytes wanted.</param>
/// <param name="poolBytes">Bytes in the pool.</param>
public sealed class PoolFullException(long lengthBytes, long poolBytes)
    : Exception($"no room for {lengthBytes} bytes in a pool of {poolBytes} bytes");
