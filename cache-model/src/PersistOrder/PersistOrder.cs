namespace Sim.CacheModel;

/// <summary>What a thread of a persist-order model remembers: views of its earlier events.</summary>
/// <param name="Before">What must persist before the thread's next store.</param>
/// <param name="Current">The events that the next barrier, or release, orders.</param>
/// <param name="Old">The events of earlier strands.</param>
/// <param name="Base">What must persist before every new strand.</param>
public record struct ThreadOrder(int Before, int Current, int Old, int Base);

/// <summary>What a word of a persist-order model remembers.</summary>
/// <param name="Slot">The word.</param>
/// <param name="History">Its stores; see <see cref="WordHistories"/>.</param>
/// <param name="View">What a conflicting or synchronising access is ordered after.</param>
public record struct WordOrder(int Slot, int History, int View);

/// <summary>What a fence does in a persist-order model.</summary>
public enum OrderFence : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Orders the thread's earlier before its later events, within a strand.</summary>
    Barrier,

    /// <summary>Begins a strand.</summary>
    NewStrand,

    /// <summary>Orders all strands before what follows.</summary>
    JoinStrands,

    /// <summary>Waits until all earlier events of the thread and everything before them have persisted.</summary>
    Durability,
}

/// <summary>Persist memory order: which earlier stores must persist before a store. One small class per way of defining it.</summary>
/// <param name="views">The views.</param>
/// <param name="histories">The histories.</param>
public abstract class PersistOrder(PersistViews views, WordHistories histories)
{
    /// <summary>The views.</summary>
    protected PersistViews Views => views;

    /// <summary>The histories.</summary>
    protected WordHistories Histories => histories;

    /// <summary>A thread reads a word.</summary>
    public abstract void Load(ref ThreadOrder thread, ref WordOrder word, AccessOrder order);

    /// <summary>A thread stores to a word.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="word">The word.</param>
    /// <param name="store">The store, as a patch.</param>
    /// <param name="order">Whether it releases.</param>
    public abstract void Store(ref ThreadOrder thread, ref WordOrder word, int store, AccessOrder order);

    /// <summary>A thread fences; what a durability fence waits for is the caller's to make persistent.</summary>
    public abstract void Fence(ref ThreadOrder thread, OrderFence fence);

    /// <summary>All earlier events of a thread, with everything before them.</summary>
    public int Everything(in ThreadOrder thread) =>
        views.Join(views.Join(thread.Before, thread.Current), views.Join(thread.Old, thread.Base));
}
