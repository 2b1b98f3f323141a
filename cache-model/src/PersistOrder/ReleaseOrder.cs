namespace Sim.CacheModel;

/// <summary>Release and acquire order persists: one-sided barriers.</summary>
/// <remarks>
/// After Dananjaya et al. (ASPLOS 2020): what a thread has stored before a release persists before whatever another thread
/// stores after an acquire that reads it. Under release persistency it also persists before the release store itself, so that
/// a crash leaves a consistent cut; acquire-release persistency does not promise that, and so cannot publish a node by one
/// store. Stores to one word persist in coherence order. Nothing is ordered after a release or before an acquire.
/// A compare-exchange that writes is an acquire and then a release: what it acquired comes before the thread's later stores, its own write need not.
/// A thread's <see cref="ThreadOrder.Before"/> is what it has acquired, its <see cref="ThreadOrder.Current"/> what it has stored.
/// A word's view is what reading it acquires: that of its newest store if that is a release. A load acquires whatever its
/// label: that is what <c>IPmem.Load</c> does on every real mapping.
/// </remarks>
/// <param name="views">The views.</param>
/// <param name="histories">The histories.</param>
/// <param name="releasePersistsLast">Whether the release store persists after what it releases.</param>
public sealed class ReleaseOrder(PersistViews views, WordHistories histories, bool releasePersistsLast) : PersistOrder(views, histories)
{
    /// <inheritdoc/>
    public override void Load(ref ThreadOrder thread, ref WordOrder word, AccessOrder order) =>
        thread.Before = Views.Join(thread.Before, word.View);

    /// <inheritdoc/>
    public override void Store(ref ThreadOrder thread, ref WordOrder word, int store, AccessOrder order)
    {
        bool releases = order == AccessOrder.Release;
        int before = releases && releasePersistsLast ? Views.Join(thread.Before, thread.Current) : thread.Before;
        word.History = Histories.Append(word.History, word.Slot, store, before);
        thread.Current = Views.Join(thread.Current, Histories.LastView(word.History));
        word.View = !releases ? 0 : Views.Join(thread.Before, thread.Current);
    }

    /// <summary>Releases and acquires are the only barriers.</summary>
    public override void Fence(ref ThreadOrder thread, OrderFence fence)
    {
    }
}
