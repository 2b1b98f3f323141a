using System.Numerics;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>The sizes of a CCEH table, fixed for its life.</summary>
/// <remarks>
/// A key's path is the sequence of slots where it may stand: the pairs of <see cref="ProbeBuckets"/> buckets from the one
/// that its hash names, then of as many from a second one, unless the first window already is the whole segment.
/// </remarks>
/// <param name="BucketsPerSegment">Buckets in a segment, a power of two; a bucket occupies one cache line.</param>
/// <param name="PairsPerBucket">Pairs used in a bucket: 1, 2 or 4.</param>
/// <param name="ProbeBuckets">Buckets in a window of linear probing, at most <paramref name="BucketsPerSegment"/>.</param>
/// <param name="InitialDepth">Binary logarithm of the first directory's length, 1 to 20.</param>
/// <exception cref="InputException">A size is outside its range.</exception>
public sealed record CcehGeometry(int BucketsPerSegment, int PairsPerBucket, int ProbeBuckets, int InitialDepth)
{
    /// <summary>The largest key, 2^62 - 1; the smallest is 1.</summary>
    public const ulong MaxKey = SlotWord.MaxKey;

    /// <summary>Bytes of a pair: its key's word and its value.</summary>
    public const int PairBytes = 16;

    /// <summary>16 KiB segments of 1024 pairs, 8 lines of probing (FAST 2019, section 5.1, and its code), 8 segments at first.</summary>
    public static CcehGeometry Paper { get; } = new(256, 4, 8, 3);

    /// <summary>Two slots in a segment, each in its own line: the third key with a prefix splits the segment.</summary>
    /// <remarks>
    /// Four first segments, so that the directory outgrows a line when it doubles: its depth and entries 0 to 6 fill the
    /// first, entry 7 stands in the second. Only then can a crash keep one half of a split's entries and lose the other.
    /// </remarks>
    public static CcehGeometry Small { get; } = new(2, 1, 2, 2);

    /// <summary>What a pool must have been made for, to be read with this geometry.</summary>
    public string Layout => $"CCEH of {BucketsPerSegment} x {PairsPerBucket} pairs, probing {ProbeBuckets} buckets";

    /// <summary>Buckets in a segment.</summary>
    public int BucketsPerSegment { get; } = BitOperations.IsPow2(BucketsPerSegment)
        ? BucketsPerSegment
        : throw Wrong("buckets per segment", BucketsPerSegment, "a power of two");

    /// <summary>Pairs used in a bucket.</summary>
    public int PairsPerBucket { get; } = PairsPerBucket is 1 or 2 or 4
        ? PairsPerBucket
        : throw Wrong("pairs per bucket", PairsPerBucket, "1, 2 or 4");

    /// <summary>Buckets in a window of linear probing.</summary>
    public int ProbeBuckets { get; } = ProbeBuckets >= 1 && ProbeBuckets <= BucketsPerSegment
        ? ProbeBuckets
        : throw Wrong("probed buckets", ProbeBuckets, $"1 to {BucketsPerSegment}");

    /// <summary>Binary logarithm of the first directory's length.</summary>
    public int InitialDepth { get; } = InitialDepth is >= 1 and <= 20
        ? InitialDepth
        : throw Wrong("initial depth", InitialDepth, "1 to 20");

    /// <summary>Slots in a segment.</summary>
    public int SlotCount { get; } = BucketsPerSegment * PairsPerBucket;

    /// <summary>Slots in one window.</summary>
    public int WindowSlots { get; } = ProbeBuckets * PairsPerBucket;

    /// <summary>Steps on a path.</summary>
    public int PathLength { get; } = ProbeBuckets * PairsPerBucket * (ProbeBuckets < BucketsPerSegment ? 2 : 1);

    /// <summary>Bytes of a segment: a header line and a line per bucket.</summary>
    public long SegmentBytes { get; } = (1L + BucketsPerSegment) * CacheLine.Bytes;

    private int BucketShift { get; } = BitOperations.Log2((uint)BucketsPerSegment);

    private int PairShift { get; } = BitOperations.Log2((uint)PairsPerBucket);

    /// <summary>The bucket at which one of the two windows of a hash starts.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="window">0 or 1.</param>
    public int WindowStart(ulong hash, int window) => (int)(hash >> (window * BucketShift)) & (BucketsPerSegment - 1);

    /// <summary>The slot at a step of a hash's path.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="step">0 to <see cref="PathLength"/> - 1.</param>
    public int SlotOnPath(ulong hash, int step) => step < WindowSlots
        ? SlotAfter(WindowStart(hash, 0), step)
        : SlotAfter(WindowStart(hash, 1), step - WindowSlots);

    /// <summary>The distance in bytes of a slot from the start of its segment.</summary>
    public long SlotOffset(int slot) =>
        ((1L + (slot >> PairShift)) * CacheLine.Bytes) + ((slot & (PairsPerBucket - 1)) * PairBytes);

    private int SlotAfter(int bucket, int slots) => ((bucket << PairShift) + slots) & (SlotCount - 1);

    private static InputException Wrong(string what, int found, string expected) =>
        new($"cceh geometry: {what} is {found}, expected {expected}");
}
