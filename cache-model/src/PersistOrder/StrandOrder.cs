namespace Sim.CacheModel;

/// <summary>Epochs and strands: barriers order a thread's events, and conflicting accesses order threads.</summary>
/// <remarks>
/// Pelley et al. (ISCA 2014), Gogte et al. (ISCA 2020): an event persists before a later one of the same strand with a barrier
/// between them; before a later access to the same word, if one of the two is a store (strong persist atomicity: loads carry
/// order too); and transitively. A word's view is that of all accesses to it.
/// </remarks>
/// <param name="views">The views.</param>
/// <param name="histories">The histories.</param>
public sealed class StrandOrder(PersistViews views, WordHistories histories) : PersistOrder(views, histories)
{
    /// <inheritdoc/>
    public override void Load(ref ThreadOrder thread, ref WordOrder word, AccessOrder order)
    {
        int view = Views.Join(thread.Before, Histories.LastView(word.History));
        thread.Current = Views.Join(thread.Current, view);
        word.View = Views.Join(word.View, view);
    }

    /// <inheritdoc/>
    public override void Store(ref ThreadOrder thread, ref WordOrder word, int store, AccessOrder order)
    {
        word.History = Histories.Append(word.History, word.Slot, store, Views.Join(thread.Before, word.View));
        int view = Histories.LastView(word.History);
        thread.Current = Views.Join(thread.Current, view);
        word.View = Views.Join(word.View, view);
    }

    /// <inheritdoc/>
    public override void Fence(ref ThreadOrder thread, OrderFence fence)
    {
        switch (fence)
        {
            case OrderFence.Barrier:
                thread = thread with { Before = Views.Join(thread.Before, thread.Current), Current = 0 };
                break;
            case OrderFence.NewStrand:
                int old = Views.Join(thread.Old, Views.Join(thread.Before, thread.Current));
                thread = thread with { Before = thread.Base, Current = 0, Old = old };
                break;
            case OrderFence.JoinStrands:
                int all = Everything(thread);
                thread = new ThreadOrder(Before: all, Current: 0, Old: 0, Base: all);
                break;
            default:
                break;
        }
    }
}
