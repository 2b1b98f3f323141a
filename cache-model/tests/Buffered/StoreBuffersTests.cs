using System.Diagnostics;
using CsCheck;

namespace Sim.CacheModel.Tests;

public sealed class StoreBuffersTests
{
    private static readonly CacheLine X = new(1);
    private static readonly CacheLine Y = new(2);
    private readonly StoreBuffers _buffers = new(StoreBuffers.Blocks);

    private static Gen<BufferEntry> AnyEntry => Gen.Select(
        Gen.Enum<EntryKind>(), Gen.Int[0, 2], (kind, line) => new BufferEntry(kind, new CacheLine(line), SizeBytes: 8, Value: 1));

    /// <summary>Every cell of the blocking rules: semantics 3.2, rule 7, and 4.2 for non-temporal stores.</summary>
    [Theory]
    [InlineData(EntryKind.Store, EntryKind.Store, true, true)]
    [InlineData(EntryKind.Store, EntryKind.NonTemporal, false, true)]
    [InlineData(EntryKind.Store, EntryKind.Flush, true, true)]
    [InlineData(EntryKind.Store, EntryKind.FlushOptimized, false, true)]
    [InlineData(EntryKind.Store, EntryKind.StoreFence, true, true)]
    [InlineData(EntryKind.NonTemporal, EntryKind.Store, false, true)]
    [InlineData(EntryKind.NonTemporal, EntryKind.NonTemporal, false, true)]
    [InlineData(EntryKind.NonTemporal, EntryKind.Flush, false, true)]
    [InlineData(EntryKind.NonTemporal, EntryKind.FlushOptimized, false, true)]
    [InlineData(EntryKind.NonTemporal, EntryKind.StoreFence, true, true)]
    [InlineData(EntryKind.Flush, EntryKind.Store, true, true)]
    [InlineData(EntryKind.Flush, EntryKind.NonTemporal, false, true)]
    [InlineData(EntryKind.Flush, EntryKind.Flush, true, true)]
    [InlineData(EntryKind.Flush, EntryKind.FlushOptimized, false, true)]
    [InlineData(EntryKind.Flush, EntryKind.StoreFence, true, true)]
    [InlineData(EntryKind.FlushOptimized, EntryKind.Store, false, false)]
    [InlineData(EntryKind.FlushOptimized, EntryKind.NonTemporal, false, false)]
    [InlineData(EntryKind.FlushOptimized, EntryKind.Flush, false, true)]
    [InlineData(EntryKind.FlushOptimized, EntryKind.FlushOptimized, false, false)]
    [InlineData(EntryKind.FlushOptimized, EntryKind.StoreFence, true, true)]
    [InlineData(EntryKind.StoreFence, EntryKind.Store, true, true)]
    [InlineData(EntryKind.StoreFence, EntryKind.NonTemporal, true, true)]
    [InlineData(EntryKind.StoreFence, EntryKind.Flush, true, true)]
    [InlineData(EntryKind.StoreFence, EntryKind.FlushOptimized, true, true)]
    [InlineData(EntryKind.StoreFence, EntryKind.StoreFence, true, true)]
    public void An_earlier_entry_blocks_a_later_one_as_the_ordering_table_says(
        EntryKind earlier, EntryKind later, bool onAnotherLine, bool onTheSameLine)
    {
        Assert.Equal(onAnotherLine, StoreBuffers.Blocks(new BufferEntry(earlier, X), new BufferEntry(later, Y)));
        Assert.Equal(onTheSameLine, StoreBuffers.Blocks(new BufferEntry(earlier, X), new BufferEntry(later, X)));
    }

    [Fact]
    public void What_nothing_before_it_blocks_is_drainable_and_no_more() =>
        AnyEntry.Array[0, 12].Sample(entries =>
        {
            StoreBuffers buffers = new(StoreBuffers.Blocks);
            int buffer = Push(buffers, entries);
            int[] free = [.. Enumerable.Range(0, entries.Length)
                .Where(later => !entries.Take(later).Any(earlier => StoreBuffers.Blocks(earlier, entries[later])))];
            int[] choices = [.. free.Where(index => entries[index].Stores || entries[index].Kind == EntryKind.Flush)];
            return buffers.Drainable(buffer) == choices.Aggregate(0UL, (mask, index) => mask | (1UL << index))
                && buffers.ForcedIndex(buffer) == free.Except(choices).DefaultIfEmpty(-1).First();
        });

    [Fact]
    public void The_empty_buffer_is_number_zero_and_a_buffer_drained_empty_is_it_again()
    {
        int buffer = Push(_buffers, Store(X, 0, 1));
        Assert.NotEqual(0, buffer);
        Assert.Equal(0, _buffers.Remove(buffer, 0));
        Assert.Equal((0UL, -1), (_buffers.Drainable(0), _buffers.ForcedIndex(0)));
    }

    [Fact]
    public void Removing_an_entry_keeps_the_others_in_order()
    {
        int buffer = Push(_buffers, Store(X, 0, 1), Store(X, 8, 2), Store(X, 16, 3));
        Assert.Equal(Push(_buffers, Store(X, 0, 1), Store(X, 16, 3)), _buffers.Remove(buffer, 1));
    }

    [Fact]
    public void The_words_of_a_wide_store_drain_in_either_order()
    {
        int wide = Push(_buffers, Store(X, 0, 1), Store(X, 8, 2) with { JoinsPrevious = true }, Store(X, 0, 3));
        Assert.Equal(0b011UL, _buffers.Drainable(wide));
        Assert.Equal(Push(_buffers, Store(X, 8, 2), Store(X, 0, 3)), _buffers.Remove(wide, 0));
        Assert.Equal(Push(_buffers, Store(X, 0, 1), Store(X, 0, 3)), _buffers.Remove(wide, 1));
    }

    [Fact]
    public void A_word_that_drains_out_of_the_middle_of_a_wide_store_leaves_the_others_unordered()
    {
        BufferEntry last = Store(X, 16, 3) with { JoinsPrevious = true };
        int wide = Push(_buffers, Store(X, 0, 1), Store(X, 8, 2) with { JoinsPrevious = true }, last);
        Assert.Equal(0b111UL, _buffers.Drainable(wide));
        Assert.Equal(Push(_buffers, Store(X, 0, 1), last), _buffers.Remove(wide, 1));
    }

    [Fact]
    public void The_rest_of_a_wide_store_is_not_free_of_the_store_before_it()
    {
        BufferEntry joined = Store(Y, 8, 2) with { JoinsPrevious = true };
        int buffer = Push(_buffers, Store(X, 0, 9), Store(Y, 0, 1), joined);
        Assert.Equal(0b001UL, _buffers.Drainable(buffer));
        buffer = _buffers.Remove(buffer, 0);
        Assert.Equal(0b11UL, _buffers.Drainable(buffer));
    }

    [Fact]
    public void A_clwb_behind_a_store_to_its_line_waits_and_one_behind_another_line_does_not()
    {
        Assert.Equal(-1, _buffers.ForcedIndex(Push(_buffers, Store(X, 0, 1), new BufferEntry(EntryKind.FlushOptimized, X))));
        Assert.Equal(1, _buffers.ForcedIndex(Push(_buffers, Store(X, 0, 1), new BufferEntry(EntryKind.FlushOptimized, Y))));
    }

    [Fact]
    public void A_buffer_knows_whether_a_fence_waits()
    {
        int store = Push(_buffers, Store(X, 0, 1));
        int fenced = _buffers.Push(store, _buffers.InternEntry(new BufferEntry(EntryKind.StoreFence, default)));
        Assert.Equal((false, true), (_buffers.HasFence(store), _buffers.HasFence(fenced)));
    }

    [Fact]
    public void A_buffer_holds_56_entries_and_not_one_more()
    {
        int full = Push(_buffers, [.. Enumerable.Range(0, 56).Select(i => Store(new CacheLine(i), 0, 1) with { Kind = EntryKind.NonTemporal })]);
        Assert.Equal((1UL << 56) - 1, _buffers.Drainable(full));
        Assert.Throws<UnreachableException>(() => _buffers.Push(full, 0));
    }

    [Theory]
    [InlineData(0, 8, 0x1122334455667788UL)]
    [InlineData(0, 4, 0x55667788UL)]
    [InlineData(4, 4, 0x11223344UL)]
    [InlineData(2, 2, 0x5566UL)]
    [InlineData(7, 1, 0x11UL)]
    [InlineData(8, 8, 0xEEEEEEEEEEEEEEEEUL)]
    public void A_load_takes_from_a_wider_store_the_bytes_it_covers(int offset, int sizeBytes, ulong expected)
    {
        int buffer = Push(_buffers, Store(X, 0, 0x1122334455667788));
        Assert.Equal(expected, _buffers.Forward(buffer, X, offset, sizeBytes, Memory(sizeBytes)));
    }

    [Fact]
    public void A_load_merges_narrower_stores_with_memory_and_the_newest_wins()
    {
        int buffer = Push(_buffers,
            Store(X, 2, 0xAABB) with { SizeBytes = 2 }, Store(X, 3, 0xCC) with { SizeBytes = 1 }, Store(X, 7, 0xDD) with { SizeBytes = 1 });
        Assert.Equal(0xDDEEEEEE_CCBBEEEEUL, _buffers.Forward(buffer, X, 0, 8, Memory(8)));
    }

    [Fact]
    public void A_load_sees_non_temporal_stores_and_neither_flushes_nor_other_lines()
    {
        int buffer = Push(_buffers, Store(X, 0, 5) with { Kind = EntryKind.NonTemporal }, new BufferEntry(EntryKind.Flush, X), Store(Y, 0, 6));
        Assert.Equal(5UL, _buffers.Forward(buffer, X, 0, 8, 0));
    }

    [Fact]
    public void A_load_takes_the_upper_half_of_a_16_byte_store()
    {
        int buffer = Push(_buffers, Store(X, 0, new UInt128(upper: 7, lower: 5)) with { SizeBytes = 16 });
        Assert.Equal((5UL, 7UL), (_buffers.Forward(buffer, X, 0, 8, 0), _buffers.Forward(buffer, X, 8, 8, 0)));
    }

    private static ulong Memory(int sizeBytes) => 0xEEEEEEEEEEEEEEEEUL >> (64 - (8 * sizeBytes));

    private static BufferEntry Store(CacheLine line, byte offset, UInt128 value) => new(EntryKind.Store, line, offset, 8, value);

    private static int Push(StoreBuffers buffers, params BufferEntry[] entries) =>
        entries.Aggregate(0, (buffer, entry) => buffers.Push(buffer, buffers.InternEntry(entry)));
}
