using Sim.Simulator.Results;

namespace Sim.Plots.Tests;

public sealed class LostWordsTests
{
    private static readonly LostWords Lost = new([new(5, true, [new(0x140, "0x0", "0x7", "0x0", true), new(0x148, "0x0", "0x1", "0x1", false)])]);

    [Fact]
    public void The_last_visible_store_to_a_lost_word_is_the_lost_one() =>
        Assert.Equal([1], Lost.LostStores([Store("0x140 = 6"), Store("0x140 = 7"), Store("0x148 = 1")], new HashSet<int>()));

    [Fact]
    public void A_store_that_is_still_buffered_was_not_visible() =>
        Assert.Equal([0], Lost.LostStores([Store("0x140 = 6"), Store("0x140 = 7")], new HashSet<int> { 1 }));

    [Fact]
    public void An_exchange_that_failed_wrote_nothing() =>
        Assert.Equal([0], Lost.LostStores([Store("0x140 = 7"), new(0, "cas", "cas 0x140 fails, finds 7", "", "", 5)], new HashSet<int>()));

    [Fact]
    public void A_longer_address_is_another_word() => Assert.Equal(-1, Lost.WordOf(Store("0x1400 = 6")));

    [Fact]
    public void A_part_of_a_word_belongs_to_the_word() => Assert.Equal(0, Lost.WordOf(Store("0x144 = 6")));

    [Fact]
    public void A_step_without_an_address_concerns_no_word() => Assert.Equal(-1, Lost.WordOf(new(0, "sfence", "sfence", "", "", 5)));

    [Fact]
    public void A_word_that_survived_is_not_lost() => Assert.Equal(-1, Lost.WordOf(Store("0x148 = 1")));

    private static ExecutionStep Store(string text) => new(0, "store", $"store {text}", "", "", 5);
}
