using System.Diagnostics;
using Sim.CacheModel;

namespace Sim.Simulator.Tests;

public sealed class EventRecorderTests
{
    private static readonly PmemAddress X = new(64);
    private static readonly PmemAddress Y = new(128);

    [Fact]
    public void The_script_answers_the_first_reads_and_the_image_the_others()
    {
        List<ulong> read = [];
        Recording recording = Recording.Of(
            pmem =>
            {
                for (int i = 0; i < 3; i++) { read.Add(pmem.Load<ulong>(X)); }
            },
            7, 8);

        Assert.Equal([7, 8, 0], read);
        Assert.Equal([7, 8, 0], recording.Events.Select(happened => (ulong)happened.Read));
        Assert.Equal(RecordingEnd.Returned, recording.End);
    }

    [Fact]
    public void Code_reads_what_it_stored_once_the_script_has_ended()
    {
        List<ulong> read = [];
        Recording.Of(
            pmem =>
            {
                pmem.Store(X, 1UL);
                pmem.Load<ulong>(Y);
                pmem.Store(X, 2UL);
                read.Add(pmem.Load<ulong>(X));
                pmem.StoreNonTemporal(X, 3UL);
                read.Add(pmem.Load<ulong>(X));
            },
            9);

        Assert.Equal([2, 3], read);
    }

    [Fact]
    public void Stores_before_the_end_of_the_script_are_already_in_the_image()
    {
        CrashImage image = Recording.EmptyImage();
        image.Write(X, 8, 5);
        Recording recording = Recording.Of(
            pmem =>
            {
                pmem.Store(X, 1UL);
                pmem.Load<ulong>(Y);
                pmem.Load<ulong>(X);
            },
            image, 9);

        Assert.Equal(["store 0x40 = 1", "load 0x80 -> 9", "load 0x40 -> 5"], recording.Texts);
    }

    [Fact]
    public void A_compare_exchange_writes_only_if_it_finds_what_it_expects()
    {
        List<ulong> found = [];
        Recording.Of(pmem =>
        {
            found.Add(pmem.CompareExchange(X, 5UL, 6UL));
            found.Add(pmem.CompareExchange(X, 0UL, 7UL));
            found.Add(pmem.Load<ulong>(X));
        });

        Assert.Equal([0, 0, 7], found);
    }

    [Fact]
    public void A_16_byte_compare_exchange_reads_and_writes_both_words()
    {
        List<UInt128> found = [];
        Recording.Of(pmem =>
        {
            pmem.Store(X, 1UL);
            pmem.Store(X + 8, 2UL);
            found.Add(pmem.CompareExchange(X, new UInt128(2, 1), new UInt128(4, 3)));
            found.Add(pmem.Load<ulong>(X));
            found.Add(pmem.Load<ulong>(X + 8));
        });

        Assert.Equal([new UInt128(2, 1), 3, 4], found);
    }

    [Fact]
    public void A_wait_for_a_value_that_memory_does_not_hold_ends_the_run_there()
    {
        Recording recording = Recording.Of(pmem =>
        {
            pmem.SpinUntil(X, SpinCondition.Equal, 1);
            pmem.Store(Y, 1UL);
        });

        Assert.Equal(RecordingEnd.Blocked, recording.End);
        Assert.Equal(["wait 0x40 -> 0"], recording.Texts);
    }

    [Fact]
    public void A_wait_for_a_value_that_memory_holds_goes_on()
    {
        Recording recording = Recording.Of(pmem =>
        {
            pmem.Store(X, 3UL);
            pmem.SpinUntil(X, SpinCondition.AtLeast, 1);
        });

        Assert.Equal(RecordingEnd.Returned, recording.End);
        Assert.Equal(["store 0x40 = 3", "wait 0x40 -> 3"], recording.Texts);
    }

    [Fact]
    public void What_the_code_throws_is_a_finding()
    {
        Recording recording = Recording.Of(pmem =>
        {
            pmem.Store(X, 1UL);
            throw new InvalidOperationException("no such bucket");
        });

        Assert.Equal(RecordingEnd.Faulted, recording.End);
        Assert.Equal("InvalidOperationException: no such bucket", recording.Recorder.FaultText);
        Assert.Equal(["store 0x40 = 1"], recording.Texts);
    }

    [Fact]
    public void An_access_outside_the_mapping_is_a_finding()
    {
        Recording recording = Recording.Of(pmem => pmem.Load<ulong>(new PmemAddress(Recording.LengthBytes)));
        Assert.Equal(RecordingEnd.Faulted, recording.End);
        Assert.Equal("PmemAccessException: access of 8 bytes at 0x400 lies outside the mapping of 1024 bytes", recording.Recorder.FaultText);
    }

    [Fact]
    public void A_defect_of_Sim_is_not_taken_for_one_of_the_structure() =>
        Assert.Throws<UnreachableException>(() => Recording.Of(_ => Invariant.Holds(false, "never")));

    [Fact]
    public void Code_that_goes_on_for_ever_is_stopped_at_the_event_limit()
    {
        Recording recording = Recording.Of(pmem =>
        {
            while (true) { pmem.Load<ulong>(X); }
        });

        Assert.Equal(RecordingEnd.Diverged, recording.End);
        Assert.Equal(50, recording.Events.Count);
    }

    [Fact]
    public void A_second_run_begins_anew()
    {
        EventRecorder recorder = new(new SiteTable(), Recording.LengthBytes, eventLimit: 50);
        recorder.Run(() => throw new InvalidOperationException(), [1, 2], Recording.EmptyImage());
        ulong read = 9;
        RecordingEnd end = recorder.Run(() => read = LoadFrom(new RecordedPmem(recorder)), [], Recording.EmptyImage());

        Assert.Equal((RecordingEnd.Returned, 0UL, "", 1), (end, read, recorder.FaultText, recorder.Events.Count));
    }

    private static ulong LoadFrom<TPmem>(TPmem pmem)
        where TPmem : struct, IPmem => pmem.Load<ulong>(X);
}
