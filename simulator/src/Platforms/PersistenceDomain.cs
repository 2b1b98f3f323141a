namespace Sim.Simulator;

/// <summary>Where data survive a power failure.</summary>
public enum PersistenceDomain
{
    /// <summary>Nowhere: the platform has volatile memory only.</summary>
    None,

    /// <summary>From the memory controller's write-pending queue on (ADR).</summary>
    Wpq,

    /// <summary>From the caches on (eADR).</summary>
    Caches,

    /// <summary>From the acceptance by a device behind a link on (CXL with global persistent flush).</summary>
    Device,

    /// <summary>From the acceptance by another host's memory controller on (RDMA).</summary>
    Remote,
}
