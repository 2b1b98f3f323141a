namespace Sim.CacheModel.Tests;

public sealed class StoreBufferTests
{
    [Fact]
    public void Entries_drain_in_order_even_if_a_later_one_is_ready_earlier()
    {
        StoreBuffer buffer = new(entryCount: 4);
        Assert.Equal(300, buffer.Push(now: 0, readyAt: 300, word: 1));
        Assert.Equal(301, buffer.Push(now: 1, readyAt: 1, word: 2));
        Assert.Equal(301, buffer.LastDrainAt);
    }

    [Fact]
    public void A_full_buffer_is_free_again_when_its_oldest_entry_drains()
    {
        StoreBuffer buffer = new(entryCount: 2);
        buffer.Push(now: 0, readyAt: 100, word: 1);
        Assert.Equal(5, buffer.FreeAt(now: 5));
        buffer.Push(now: 5, readyAt: 50, word: 2);
        Assert.Equal(100, buffer.FreeAt(now: 5));
        Assert.Equal(150, buffer.FreeAt(now: 150));
    }

    [Fact]
    public void A_word_can_be_forwarded_until_it_drains()
    {
        StoreBuffer buffer = new(entryCount: 2);
        buffer.Push(now: 0, readyAt: 100, word: 7);
        Assert.True(buffer.Holds(word: 7, now: 99));
        Assert.False(buffer.Holds(word: 7, now: 100));
        Assert.False(buffer.Holds(word: 8, now: 0));
    }

    [Fact]
    public void Words_are_found_on_both_sides_of_the_ring_s_end()
    {
        StoreBuffer buffer = new(entryCount: 3);
        for (int word = 0; word < 5; word++) { buffer.Push(now: 100 * word, readyAt: (100 * word) + 250, word); }
        Assert.Equal([false, false, true, true, true], Enumerable.Range(0, 5).Select(word => buffer.Holds(word, now: 449)));
    }
}
