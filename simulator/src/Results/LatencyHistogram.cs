using Sim.CacheModel;

namespace Sim.Simulator.Results;

/// <summary>Counts latencies in fixed logarithmic buckets: 32 to every power of two, so that a bucket is at most 1/32 wide.</summary>
/// <remarks>
/// A bucket is the exponent and the five highest mantissa bits of the value, as in HdrHistogram and in most hardware: no
/// logarithm, no search, and bounds that are exact in binary. Mean and maximum are exact; a percentile is interpolated
/// inside its bucket and lies between the smallest and the largest value. Not safe for concurrent use: one for each thread.
/// </remarks>
public sealed class LatencyHistogram
{
    private const int SubBucketBits = 5;
    private const int MantissaBits = 52;
    private const int DroppedBits = MantissaBits - SubBucketBits;

    // The bits of 1.0 without the dropped ones: what is shorter than 1 ns falls into bucket 0.
    private const int BitsOfOne = 1023 << SubBucketBits;

    // Up to 2^50 ns, 13 days; what takes longer counts in the last bucket.
    private const int OctaveCount = 50;
    private const int BucketCount = (OctaveCount << SubBucketBits) + 1;

    private readonly long[] _counts = new long[BucketCount];
    private long _count;
    private double _sumNs;
    private double _minNs = double.PositiveInfinity;
    private double _maxNs;

    /// <summary>Counts one latency.</summary>
    /// <param name="ns">The latency in nanoseconds, at least 0.</param>
    public void Record(double ns)
    {
        Invariant.Holds(ns >= 0, "time does not run backwards");
        int bucket = (int)(BitConverter.DoubleToInt64Bits(ns) >> DroppedBits) - BitsOfOne + 1;
        _counts[Math.Clamp(bucket, 0, BucketCount - 1)]++;
        _count++;
        _sumNs += ns;
        _minNs = Math.Min(_minNs, ns);
        _maxNs = Math.Max(_maxNs, ns);
    }

    /// <summary>Adds all that another histogram has counted.</summary>
    /// <param name="other">The other histogram; it does not change.</param>
    public void Add(LatencyHistogram other)
    {
        for (int i = 0; i < BucketCount; i++) { _counts[i] += other._counts[i]; }
        _count += other._count;
        _sumNs += other._sumNs;
        _minNs = Math.Min(_minNs, other._minNs);
        _maxNs = Math.Max(_maxNs, other._maxNs);
    }

    /// <summary>Percentiles and buckets so far; all zero when nothing was counted.</summary>
    public LatencyResult ToResult()
    {
        if (_count == 0) { return new LatencyResult(0, 0, 0, 0, 0, 0, []); }
        List<LatencyBucket> buckets = [];
        for (int i = 0; i < BucketCount; i++)
        {
            if (_counts[i] > 0) { buckets.Add(new LatencyBucket(LowerBoundNs(i), LowerBoundNs(i + 1), _counts[i])); }
        }
        return new LatencyResult(_sumNs / _count, Quantile(buckets, 0.5), Quantile(buckets, 0.9), Quantile(buckets, 0.99),
            Quantile(buckets, 0.999), _maxNs, buckets);
    }

    private double Quantile(List<LatencyBucket> buckets, double fraction)
    {
        // Nearest rank, from 1; inside the bucket the values count as evenly spread.
        long rank = Math.Max(1, (long)Math.Ceiling(fraction * _count));
        long before = 0;
        foreach (LatencyBucket bucket in buckets)
        {
            if (before + bucket.Count >= rank)
            {
                double inside = (rank - before - 0.5) / bucket.Count;
                return Math.Clamp(bucket.FromNs + ((bucket.ToNs - bucket.FromNs) * inside), _minNs, _maxNs);
            }
            before += bucket.Count;
        }
        return _maxNs;
    }

    private static double LowerBoundNs(int bucket) =>
        bucket == 0 ? 0 : BitConverter.Int64BitsToDouble((long)(bucket - 1 + BitsOfOne) << DroppedBits);
}
