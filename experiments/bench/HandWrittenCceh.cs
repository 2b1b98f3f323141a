using System.Diagnostics.CodeAnalysis;
using System.Runtime.Intrinsics.X86;
using Sim.Simulator;
using Sim.Structures;

namespace Sim.Benchmarks;

/// <summary>The insertion and the lookup of <see cref="Cceh{TPmem}"/> with raw pointers, as a C programmer would write them.</summary>
/// <remarks>
/// The same steps on the same bytes: <see cref="CcehBenchmarks.Map"/> checks that. What differs is what a programmer gains
/// who needs no interface: machine pointers after the directory, and the sizes of <see cref="CcehGeometry.Paper"/> as
/// constants, as in the published code. It does not split: the benchmark's tables never need it. x86-64 only.
/// </remarks>
/// <param name="start">The first byte of a pool that <see cref="Cceh{TPmem}.Create"/> made.</param>
internal readonly unsafe struct HandWrittenCceh(byte* start)
{
    private const int LineBytes = 64;
    private const int BucketCount = 256;
    private const int BucketShift = 8;
    private const int PairsPerBucket = 4;
    private const int ProbeBuckets = 8;

    private const ulong NeverUsed = 0;
    private const ulong Deleted = 1UL << 62;
    private const ulong Claim = 1UL << 63;

    private const ulong Exclusive = 1UL << 63;
    private const ulong Retired = 1UL << 62;

    /// <summary>Puts a value under a key, in place of an older one.</summary>
    /// <returns>Whether the key is new.</returns>
    public bool Insert(ulong key, ulong value)
    {
        if (key - 1 >= Deleted - 1) { ThrowNoKey(key); }
        ulong hash = CcehHash.Of(key);
        while (true)
        {
            byte* segment = Locate(hash);
            if (!EnterShared((ulong*)segment)) { continue; }
            ulong* slot = FindOrClaim(segment, hash, key);
            if (slot == null) { ThrowFull(key); }
            if (*slot == key)
            {
                Volatile.Write(ref slot[1], value);
                LeaveShared((ulong*)segment);
                PersistInstructions.Clwb(slot);
                Sse.StoreFence();
                return false;
            }
            Volatile.Write(ref slot[1], value);
            Sse.StoreFence();
            Volatile.Write(ref slot[0], key);
            LeaveShared((ulong*)segment);
            Sse.StoreFence();
            PersistInstructions.Clwb(slot);
            Sse.StoreFence();
            return true;
        }
    }

    /// <summary>Looks a key up.</summary>
    /// <returns>Whether it is there.</returns>
    public bool TryGet(ulong key, out ulong value)
    {
        if (key - 1 >= Deleted - 1) { ThrowNoKey(key); }
        ulong hash = CcehHash.Of(key);
        byte* segment = Locate(hash);
        while (!EnterShared((ulong*)segment)) { segment = Locate(hash); }
        ulong* slot = Find(segment, hash, key);
        value = slot == null ? 0 : Volatile.Read(ref slot[1]);
        LeaveShared((ulong*)segment);
        if (slot == null) { return false; }
        PersistInstructions.Clwb(slot);
        Sse.StoreFence();
        return true;
    }

    /// <summary>Where the slot of a key stands, or 0: loads only, without the lock.</summary>
    public ulong Probe(ulong key)
    {
        ulong hash = CcehHash.Of(key);
        ulong* slot = Find(Locate(hash), hash, key);
        return slot == null ? 0 : (ulong)((byte*)slot - start);
    }

    /// <summary>Makes all slots unused.</summary>
    public void Clear()
    {
        ulong* directory = Directory;
        for (ulong i = 0; i < 1UL << (int)directory[0]; i++)
        {
            new Span<byte>(start + directory[1 + i] + LineBytes, BucketCount * LineBytes).Clear();
        }
    }

    private ulong* Directory => (ulong*)(start + Volatile.Read(ref *(ulong*)(start + PoolHeader.Bytes)));

    private byte* Locate(ulong hash)
    {
        ulong* directory = Directory;
        int depth = (int)Volatile.Read(ref directory[0]);
        return start + Volatile.Read(ref directory[1 + (hash >> 1 >> (63 - depth))]);
    }

    private static ulong* Find(byte* segment, ulong hash, ulong key)
    {
        for (int window = 0; window < 2; window++)
        {
            int first = (int)(hash >> (window * BucketShift));
            for (int probe = 0; probe < ProbeBuckets; probe++)
            {
                ulong* bucket = (ulong*)(segment + LineBytes + (((first + probe) & (BucketCount - 1)) * LineBytes));
                for (ulong* slot = bucket; slot < bucket + (2 * PairsPerBucket); slot += 2)
                {
                    ulong word = Volatile.Read(ref *slot);
                    if (word == key) { return slot; }
                    if (word == NeverUsed) { return null; }
                }
            }
        }
        return null;
    }

    private static ulong* FindOrClaim(byte* segment, ulong hash, ulong key)
    {
        while (true)
        {
            ulong* slot = FindOrRoom(segment, hash, key, out ulong word);
            if (slot == null || word == key) { return slot; }
            if (Interlocked.CompareExchange(ref *slot, key | Claim, word) == word) { return slot; }
        }
    }

    private static ulong* FindOrRoom(byte* segment, ulong hash, ulong key, out ulong found)
    {
        ulong* room = null;
        found = 0;
        for (int window = 0; window < 2; window++)
        {
            int first = (int)(hash >> (window * BucketShift));
            for (int probe = 0; probe < ProbeBuckets; probe++)
            {
                ulong* bucket = (ulong*)(segment + LineBytes + (((first + probe) & (BucketCount - 1)) * LineBytes));
                for (ulong* slot = bucket; slot < bucket + (2 * PairsPerBucket); slot += 2)
                {
                    ulong word = Volatile.Read(ref *slot);
                    if (word == (key | Claim)) { word = AwaitChange(slot, word); }
                    if (word == key)
                    {
                        found = word;
                        return slot;
                    }
                    if (room == null && IsFree(segment, word, hash))
                    {
                        room = slot;
                        found = word;
                    }
                    if (word == NeverUsed) { return room; }
                }
            }
        }
        return room;
    }

    private static bool IsFree(byte* segment, ulong word, ulong hash)
    {
        if (word - 1 >= Deleted - 1) { return (word & Claim) == 0; }
        int depth = (int)Volatile.Read(ref ((ulong*)segment)[1]);
        return ((CcehHash.Of(word) ^ hash) >> 1 >> (63 - depth)) != 0;
    }

    private static bool EnterShared(ulong* word)
    {
        ulong expected = 0;
        while (expected != Retired)
        {
            ulong found = Interlocked.CompareExchange(ref *word, expected + 1, expected);
            if (found == expected) { return true; }
            expected = found == Exclusive ? AwaitChange(word, Exclusive) : found;
        }
        return false;
    }

    private static void LeaveShared(ulong* word)
    {
        ulong expected = 1;
        while (true)
        {
            ulong found = Interlocked.CompareExchange(ref *word, expected - 1, expected);
            if (found == expected) { return; }
            expected = found;
        }
    }

    private static ulong AwaitChange(ulong* word, ulong old)
    {
        SpinWait wait = default;
        while (true)
        {
            ulong value = Volatile.Read(ref *word);
            if (value != old) { return value; }
            wait.SpinOnce(sleep1Threshold: -1);
        }
    }

    [DoesNotReturn]
    private static void ThrowNoKey(ulong key) => throw new ArgumentOutOfRangeException(nameof(key), key, "not a key");

    [DoesNotReturn]
    private static void ThrowFull(ulong key) => throw new InvalidOperationException($"key {key} needs a split: the benchmark's table is too small");
}
