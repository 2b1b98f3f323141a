using Sim.Simulator;

namespace Sim.Structures.Tests;

public sealed class CcehGeometryTests
{
    [Fact]
    public void The_paper_has_segments_of_16_KiB_and_a_header_line() =>
        Assert.Equal((1024, 32, 64, 16_384 + 64), (CcehGeometry.Paper.SlotCount, CcehGeometry.Paper.WindowSlots,
            CcehGeometry.Paper.PathLength, CcehGeometry.Paper.SegmentBytes));

    [Fact]
    public void A_path_runs_through_one_window_and_then_the_other_and_wraps_around()
    {
        CcehGeometry geometry = new(BucketsPerSegment: 4, PairsPerBucket: 2, ProbeBuckets: 2, InitialDepth: 1);
        ulong hash = 0b01_11;

        Assert.Equal([6, 7, 0, 1, 2, 3, 4, 5], Enumerable.Range(0, geometry.PathLength).Select(step => geometry.SlotOnPath(hash, step)));
    }

    [Fact]
    public void A_window_of_the_whole_segment_needs_no_second_one() => Assert.Equal(2, CcehGeometry.Small.PathLength);

    [Fact]
    public void Every_bucket_starts_a_line()
    {
        CcehGeometry geometry = new(BucketsPerSegment: 2, PairsPerBucket: 2, ProbeBuckets: 1, InitialDepth: 1);

        Assert.Equal([64, 80, 128, 144], Enumerable.Range(0, 4).Select(geometry.SlotOffset));
    }

    [Theory]
    [InlineData(3, 4, 1, 1, "cceh geometry: buckets per segment is 3, expected a power of two")]
    [InlineData(4, 3, 1, 1, "cceh geometry: pairs per bucket is 3, expected 1, 2 or 4")]
    [InlineData(4, 4, 5, 1, "cceh geometry: probed buckets is 5, expected 1 to 4")]
    [InlineData(4, 4, 1, 0, "cceh geometry: initial depth is 0, expected 1 to 20")]
    public void A_size_out_of_range_is_a_mistake_of_the_user(int buckets, int pairs, int probed, int depth, string message) =>
        Assert.Equal(message, Assert.Throws<InputException>(() => new CcehGeometry(buckets, pairs, probed, depth)).Message);
}
