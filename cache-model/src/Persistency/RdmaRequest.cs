namespace Sim.CacheModel;

/// <summary>What an initiator posts to an RDMA queue pair; the responder's network card executes a queue in order.</summary>
public enum RdmaRequest : byte
{
    /// <summary>WRITE: placed in the responder's memory, word by word.</summary>
    Write,

    /// <summary>ATOMIC WRITE of 8 bytes (IBTA 1.5, memory placement extensions).</summary>
    AtomicWrite,

    /// <summary>READ.</summary>
    Read,

    /// <summary>FLUSH to global visibility (IBTA 1.5).</summary>
    FlushVisibility,

    /// <summary>FLUSH to persistence (IBTA 1.5): everything placed before is persistent when it is acknowledged.</summary>
    FlushPersistence,
}

/// <summary>What the completion of a request means (SNIA NVM programming model, remote access for high availability; IBTA 1.5).</summary>
public static class RdmaRequests
{
    /// <summary>Whether a request is placed in memory.</summary>
    public static bool Stores(this RdmaRequest request) => request is RdmaRequest.Write or RdmaRequest.AtomicWrite;

    /// <summary>
    /// Whether a request may complete as soon as the responder's card holds it. Then its completion says nothing: the data may
    /// still be in the card. All others complete when they are executed, and everything before them has been.
    /// </summary>
    public static bool CompletesBeforePlacement(this RdmaRequest request) => request == RdmaRequest.Write;
}
