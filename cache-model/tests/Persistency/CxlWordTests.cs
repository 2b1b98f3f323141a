namespace Sim.CacheModel.Tests;

public sealed class CxlWordTests
{
    private static readonly CxlWord Zero = CxlWord.InMemory(0);

    [Fact]
    public void A_local_store_stands_in_one_cache_until_it_moves_to_the_owner_and_to_memory()
    {
        CxlWord stored = Zero.Store(machine: 1, 7);

        Assert.Equal(new CxlWord(7, 0b10, 0), stored);
        Assert.Equal(new CxlWord(7, 0b100, 0), stored.PropagateToOwner(1, owner: 2));
        Assert.Equal(CxlWord.InMemory(7), stored.PropagateToOwner(1, owner: 2).WriteBack());
    }

    [Fact]
    public void A_load_copies_from_a_cache_and_not_from_memory()
    {
        Assert.Equal(new CxlWord(7, 0b11, 0), Zero.Store(1, 7).Load(0));
        Assert.Equal(Zero, Zero.Load(0));
    }

    [Fact]
    public void A_crash_empties_one_cache_and_the_value_lives_where_another_holds_it()
    {
        Assert.Equal(new CxlWord(7, 0b1, 0), Zero.Store(1, 7).Load(0).Crash(1, losesMemory: false, poisonsCopies: false));
        Assert.Equal(Zero, Zero.Store(1, 7).Crash(1, losesMemory: false, poisonsCopies: false));
        Assert.Equal(Zero, Zero.Store(1, 7).Load(0).Crash(2, losesMemory: false, poisonsCopies: true));
        Assert.Equal(new CxlWord(7, 0b10, 0), CxlWord.InMemory(5).Store(1, 7).Crash(2, losesMemory: true, poisonsCopies: false));
    }
}
