namespace Sim.CacheModel;

/// <summary>Structures in the memory of a responder that initiators reach by RDMA only: what remains when the responder fails.</summary>
/// <remarks>
/// SNIA NVM programming model, remote access for high availability; IBTA 1.5, memory placement extensions. Each thread is an
/// initiator with a queue pair of its own; see <see cref="RdmaRules"/> for what its instructions become. Words persist
/// independently: a WRITE is not atomic beyond 8 bytes.
/// </remarks>
public static class Rdma
{
    private const string Source = "SNIA NPM remote access for HA; IBTA 1.5, memory placement extensions";

    /// <summary>Inbound data lands in a cache that is lost (DDIO on, ADR); a flush is the RDMA FLUSH to persistence.</summary>
    public static PersistencyModel Ddio { get; } = new RdmaModel("rdma-ddio", Source, PlacesDirectly: false, RdmaFlush.Native);

    /// <summary>Placed data is persistent (DDIO off, or caches inside the power-fail domain): the appliance method. A flush waits for placement.</summary>
    public static PersistencyModel Direct { get; } = new RdmaModel("rdma-direct", Source, PlacesDirectly: true, RdmaFlush.Native);

    /// <summary>As <see cref="Ddio"/>, with a flush by the responder's processor: the general purpose method (GPSPM).</summary>
    public static PersistencyModel GeneralPurpose { get; } = new RdmaModel("rdma-gpspm", Source, PlacesDirectly: false, RdmaFlush.Message);
}
