namespace Sim.CacheModel.Tests;

public sealed class GrowthLockTests
{
    private readonly GrowthLock _growth = new();

    [Fact]
    public void Tables_grow_while_they_are_not_locked_and_every_growth_counts()
    {
        _growth.Demand();
        _growth.Demand();
        Assert.Equal(2, _growth.GrowthCount);
    }

    [Fact]
    public void A_locked_table_refuses_what_it_lacks_and_still_gives_what_it_has()
    {
        SequenceTable sequences = new(_growth);
        PairMap pairs = new(_growth);
        int known = sequences.Intern([1, 2]);
        pairs.Add(1, 2, 3);
        _growth.IsLocked = true;

        Assert.Equal(known, sequences.Intern([1, 2]));
        Assert.True(pairs.TryGet(1, 2, out _));
        Assert.Throws<TableLockedException>(() => sequences.Intern([1, 3]));
        Assert.Throws<TableLockedException>(() => pairs.Add(1, 3, 0));
        Assert.Equal(2, sequences.Count);
    }

    [Fact]
    public void All_persistency_tables_obey_the_lock()
    {
        StoreBuffers buffers = new(StoreBuffers.Blocks, _growth);
        PersistStates states = new(Px86Line.Model, threadCount: 2, _growth);
        int entry = buffers.InternEntry(new BufferEntry(EntryKind.Store, new CacheLine(1), 0, 8, 5));
        int clean = states.Clean(0);
        _growth.IsLocked = true;

        Assert.Throws<TableLockedException>(() => buffers.InternEntry(new BufferEntry(EntryKind.Store, new CacheLine(1), 0, 8, 6)));
        Assert.Throws<TableLockedException>(() => buffers.Push(0, entry));
        Assert.Throws<TableLockedException>(() => states.Append(clean, entry, 0, 8, 5));
        Assert.Throws<TableLockedException>(() => states.Pend(clean, 1));
        Assert.Throws<TableLockedException>(() => states.Complete(clean, 1));
        Assert.Throws<TableLockedException>(() => states.Raise(clean));
    }
}
