namespace Sim.CacheModel;

/// <summary>How an initiator makes what it has written persistent.</summary>
public enum RdmaFlush : byte
{
    /// <summary>The FLUSH operation of IBTA 1.5, which the responder's card executes in the queue's order.</summary>
    Native,

    /// <summary>A message to the responder's processor, which writes the named lines back, fences and replies.</summary>
    Message,
}

/// <summary>A model of RDMA initiators and one responder; its rules are <see cref="RdmaRules"/>.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Source">The publications that define it.</param>
/// <param name="PlacesDirectly">Whether what is placed in the responder's memory is persistent.</param>
/// <param name="Flush">How a flush works.</param>
public sealed record RdmaModel(string Name, string Source, bool PlacesDirectly, RdmaFlush Flush) : PersistencyModel(Name, PersistWord.Bytes, Source)
{
    /// <inheritdoc/>
    public override bool PersistsWhenVisible => PlacesDirectly;

    /// <inheritdoc/>
    public override MemoryRules CreateRules(PersistUnits units, int threadCount) => new RdmaRules(this, units, threadCount);
}
