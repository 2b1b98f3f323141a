using Sim.CacheModel;

namespace Sim.Simulator.Tests;

public sealed class RecordedPmemTests
{
    private static readonly PmemAddress X = new(64);

    [Fact]
    public void A_16_byte_store_is_two_words_of_one_wide_store()
    {
        Recording recording = Recording.Of(pmem => pmem.Store(X, (1UL, 2UL)));
        Assert.Equal(["store 0x40 = 1", "store 0x48 = 2"], recording.Texts);
        Assert.Equal([false, true], recording.Events.Select(happened => happened.ContinuesWideStore));
        Assert.Equal([8, 8], recording.Events.Select(happened => happened.SizeBytes));
        Assert.Single(recording.Sites.Sites);
    }

    [Fact]
    public void A_16_byte_non_temporal_store_is_two_words_of_one_wide_store()
    {
        Recording recording = Recording.Of(pmem => pmem.StoreNonTemporal(X + 8, (1UL, 2UL)));
        Assert.Equal(["ntstore 0x48 = 1", "ntstore 0x50 = 2"], recording.Texts);
        Assert.Equal([false, true], recording.Events.Select(happened => happened.ContinuesWideStore));
    }

    [Fact]
    public void A_16_byte_load_reads_two_words_in_ascending_order()
    {
        (ulong, ulong) value = default;
        Recording recording = Recording.Of(pmem => value = pmem.Load<(ulong, ulong)>(X), 5, 6);
        Assert.Equal((5UL, 6UL), value);
        Assert.Equal(["load 0x40 -> 5", "load 0x48 -> 6"], recording.Texts);
    }

    [Fact]
    public void A_16_byte_compare_exchange_is_one_event()
    {
        (ulong, ulong) found = default;
        Recording recording = Recording.Of(pmem => found = pmem.CompareExchange(X, (1UL, 2UL), (3UL, 4UL)), new UInt128(upper: 2, lower: 1));

        MemoryEvent happened = Assert.Single(recording.Events);
        Assert.Equal((1UL, 2UL), found);
        Assert.Equal((16, new UInt128(2, 1), new UInt128(4, 3)), (happened.SizeBytes, happened.Expected, happened.Operand));
    }

    [Fact]
    public void Narrow_values_keep_their_size_and_their_low_bytes()
    {
        Recording recording = Recording.Of(pmem =>
        {
            pmem.Store(X, (byte)0xAB);
            pmem.Store(X + 2, (short)-1);
            pmem.Store(X + 4, 1.0f);
        });

        Assert.Equal([(1, 0xABU), (2, 0xFFFFU), (4, 0x3F800000U)], recording.Events.Select(happened => (happened.SizeBytes, (uint)happened.Operand)));
    }

    [Fact]
    public void A_narrow_load_gives_back_what_was_stored()
    {
        short value = 0;
        Recording.Of(pmem =>
        {
            pmem.Store(X + 6, (short)-2);
            value = pmem.Load<short>(X + 6);
        });
        Assert.Equal(-2, value);
    }

    [Fact]
    public void A_range_is_flushed_line_by_line()
    {
        Recording recording = Recording.Of(pmem => pmem.Flush(new PmemAddress(100), 100, kind: FlushKind.Clflushopt));
        Assert.Equal(["clflushopt 0x40", "clflushopt 0x80", "clflushopt 0xc0"], recording.Texts);
    }

    [Fact]
    public void An_empty_range_is_not_flushed() => Assert.Empty(Recording.Of(pmem => pmem.Flush(X, 0)).Events);

    [Fact]
    public void Every_event_names_the_callers_site()
    {
        Recording recording = Recording.Of(pmem =>
        {
            pmem.Fence("commit", FenceKind.Full);
            pmem.Mark(Marker.Label, 7, "point");
        });

        Assert.Equal(["mfence", "mark 0x0 = 7"], recording.Texts);
        Assert.Equal(["commit", "point"], recording.Sites.Sites.Select(site => site.Label));
        Assert.All(recording.Sites.Sites, site => Assert.Equal(nameof(Every_event_names_the_callers_site), site.Member));
        Assert.All(recording.Sites.Sites, site => Assert.Equal("RecordedPmemTests.cs", Path.GetFileName(site.File)));
    }

    [Fact]
    public void Misaligned_outside_and_odd_sized_accesses_are_faults()
    {
        Assert.Equal("PmemAccessException: access of 8 bytes at 0x44 is not aligned to 8 bytes", FaultOf(pmem => pmem.Load<ulong>(X + 4)));
        Assert.Equal("PmemAccessException: access of 16 bytes at 0x48 is not aligned to 16 bytes",
            FaultOf(pmem => pmem.CompareExchange(X + 8, (0UL, 0UL), (1UL, 1UL))));
        Assert.Equal("PmemAccessException: access of 16 bytes at 0x3f8 lies outside the mapping of 1024 bytes",
            FaultOf(pmem => pmem.Store(new PmemAddress(1016), (0UL, 0UL))));
        Assert.Equal("PmemAccessException: access of 3 bytes at 0x40 is not of 1, 2, 4, 8 or 16 bytes",
            FaultOf(pmem => pmem.Store(X, default(ThreeBytes))));
        Assert.Equal("PmemAccessException: access of 65 bytes at 0x3c0 lies outside the mapping of 1024 bytes",
            FaultOf(pmem => pmem.Flush(new PmemAddress(960), 65)));
        Assert.Equal("PmemAccessException: access of 8 bytes at 0x41 is not aligned to 8 bytes",
            FaultOf(pmem => pmem.SpinUntil(X + 1, SpinCondition.Equal, 0)));
    }

    private static string FaultOf(Action<IPmem> code) => Recording.Of(code).Recorder.FaultText;
}
