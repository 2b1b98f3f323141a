namespace Sim.CacheModel;

/// <summary>When the flushes and non-temporal stores of a thread will have been accepted by the persistence domain.</summary>
internal struct PendingPersists
{
    /// <summary>When the last of them is accepted.</summary>
    public long AcceptedAt { get; private set; }

    /// <summary>How much of that time the last of them waited for an entry of the write-pending queue.</summary>
    public long QueueWaitCycles { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(long acceptedAt, long queueWaitCycles)
    {
        if (acceptedAt <= AcceptedAt) { return; }
        AcceptedAt = acceptedAt;
        QueueWaitCycles = queueWaitCycles;
    }
}
