using Sim.CacheModel;

namespace Sim.Simulator.Tests;

public sealed class BumpAllocatorTests : IDisposable
{
    // The header's line, a root of one line, 13 lines for three arenas of four, and three cursors.
    private const int PoolBytes = 18 * CacheLine.Bytes;

    private readonly RealMapping _mapping = RealMapping.CreateVolatile(PoolBytes);

    public BumpAllocatorTests() => PoolHeader.Format(_mapping.Pmem, "objects", CacheLine.Bytes, threadCount: 3);

    public void Dispose() => _mapping.Dispose();

    [Fact]
    public void Addresses_do_not_depend_on_the_interleaving()
    {
        long[] turns = [Take(0), Take(1), Take(2), Take(0), Take(1), Take(2)];
        PoolHeader.Format(_mapping.Pmem, "objects", CacheLine.Bytes, threadCount: 3);
        long[] blocks = [Take(2), Take(2), Take(1), Take(1), Take(0), Take(0)];

        Assert.Equal([2, 6, 10, 3, 7, 11], turns);
        Assert.Equal([10, 11, 6, 7, 2, 3], blocks);
    }

    [Fact]
    public void An_allocation_is_a_load_a_store_and_a_flush_of_a_line_that_no_other_thread_touches()
    {
        EventRecorder recorder = new(new SiteTable(), PoolBytes, eventLimit: 100);
        recorder.Run(() => BumpAllocator.Allocate(new RecordedPmem(recorder), thread: 1, 16), [ArenaCursor.Over(6, 4).Word], new CrashImage(
            new Dictionary<long, IReadOnlyList<byte[]>>(), CacheLine.Bytes));

        Assert.Equal([EventKind.Load, EventKind.Store, EventKind.Flush], recorder.Events.Select(happened => happened.Kind));
        Assert.All(recorder.Events, happened => Assert.Equal(new PmemAddress(PoolBytes - (2 * CacheLine.Bytes)), happened.Address));
        Assert.Equal(ArenaCursor.Over(7, 3).Word, (ulong)recorder.Events[1].Operand);
    }

    [Fact]
    public void An_object_takes_whole_lines_and_starts_where_it_is_told()
    {
        Assert.Equal(2, Take(0, lengthBytes: 65));
        Assert.Equal(4, Take(0, lengthBytes: 1));
        Assert.Equal(8, Take(1, lengthBytes: 1, alignmentBytes: 256));
    }

    [Fact]
    public void A_full_arena_leaves_the_others_alone()
    {
        Take(0, lengthBytes: 4 * CacheLine.Bytes);

        Assert.Throws<PoolFullException>(() => Take(0));
        Assert.Throws<PoolFullException>(() => Take(1, lengthBytes: 5 * CacheLine.Bytes));
        Assert.Equal(6, Take(1));
        Assert.Equal((10, 11), (Take(2, alignmentBytes: 8), Take(2, lengthBytes: 3 * CacheLine.Bytes)));
    }

    [Fact]
    public void A_pool_without_room_for_the_cursors_is_full() =>
        Assert.Equal(
            $"no room for {17 * CacheLine.Bytes} bytes in a pool of {PoolBytes} bytes",
            Assert.Throws<PoolFullException>(() => PoolHeader.Format(_mapping.Pmem, "objects", CacheLine.Bytes, threadCount: 17)).Message);

    [Fact]
    public void A_pool_whose_lines_have_no_numbers_of_31_bits_is_refused()
    {
        RecordedPmem huge = new(new EventRecorder(new SiteTable(), 1L << 37, eventLimit: 100));

        Assert.Equal(
            "a pool of 137438953472 bytes is too long, expected at most 2147483647 lines of 64",
            Assert.Throws<InputException>(() => BumpAllocator.Format(huge, default, threadCount: 1)).Message);
    }

    [Theory]
    [InlineData(1, 1000, 1000)]
    [InlineData(3, 10, 10)]
    [InlineData(3, 1000, 334 + 64)]
    [InlineData(2, int.MaxValue, (1 << 30) + 64)]
    public void A_thread_runs_its_share_and_64_operations_more_at_most(int threadCount, int operationCount, int expected) =>
        Assert.Equal(expected, BumpAllocator.OperationsOfOneThread(threadCount, operationCount));

    [Theory]
    [InlineData(0, 100, 0)]
    [InlineData(2, 0, 2)]
    [InlineData(2, 65, 6)]
    public void A_pool_needs_arenas_of_whole_lines_and_a_line_for_each_cursor(int threadCount, long arenaBytes, int lines) =>
        Assert.Equal(lines * CacheLine.Bytes, BumpAllocator.BytesOf(threadCount, arenaBytes));

    private long Take(int thread, long lengthBytes = CacheLine.Bytes, int alignmentBytes = CacheLine.Bytes) =>
        BumpAllocator.Allocate(_mapping.Pmem, thread, lengthBytes, alignmentBytes).Line.Index;
}
