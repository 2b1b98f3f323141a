namespace Sim.Simulator.Traces;

/// <summary>Where the flushes and fences of a trace are: at their own call stack, or, where a log has none, at the thread's last store.</summary>
public sealed class PersistSites
{
    private readonly Dictionary<ushort, int> _lastStore = [];

    /// <summary>The call stack of a flush or fence; of another event, its own.</summary>
    public int TextOf(in TraceEvent item)
    {
        if (item.IsStore) { _lastStore[item.Thread] = item.Text; }
        bool needsNearby = item.Text == 0 && item.Kind is TraceEventKind.Flush or TraceEventKind.Fence;
        return needsNearby ? _lastStore.GetValueOrDefault(item.Thread) : item.Text;
    }
}
