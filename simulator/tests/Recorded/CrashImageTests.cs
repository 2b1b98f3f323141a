using Sim.CacheModel;

namespace Sim.Simulator.Tests;

public sealed class CrashImageTests
{
    private static readonly PmemAddress X = new(64);

    [Fact]
    public void Units_that_are_not_listed_hold_zeros() => Assert.Equal(0UL, Image([1, 0]).Read(new PmemAddress(128), 8));

    [Fact]
    public void Loads_decide_for_the_first_candidate_in_whatever_order_they_come()
    {
        Assert.Equal([0x0102, 3], ReadWords(X, X + 8));
        Assert.Equal([3, 0x0102], ReadWords(X + 8, X));

        static IEnumerable<ulong> ReadWords(params PmemAddress[] addresses)
        {
            CrashImage image = Image([0x0102, 3], [0x0104, 5], [0x0102, 6]);
            return [.. addresses.Select(address => image.Read(address, 8))];
        }
    }

    [Fact]
    public void Narrow_loads_read_the_bytes_at_their_address()
    {
        CrashImage image = Image([0x0807060504030201]);
        Assert.Equal([0x02, 0x0403, 0x08070605], new[] { image.Read(X + 1, 1), image.Read(X + 2, 2), image.Read(X + 4, 4) });
    }

    [Fact]
    public void A_store_goes_to_every_candidate_and_decides_nothing()
    {
        CrashImage image = Image([1, 5], [2, 6]);
        image.Write(X, 8, 7);
        Assert.Equal(7UL, image.Read(X, 8));
        Assert.Equal(5UL, image.Read(X + 8, 8));
    }

    [Fact]
    public void A_store_to_an_unlisted_unit_is_read_back()
    {
        CrashImage image = Image();
        image.Write(new PmemAddress(136), 4, 0xAABBCCDD);
        Assert.Equal(0xAABBCCDDUL, image.Read(new PmemAddress(136), 8));
        Assert.Equal(0xAAUL, image.Read(new PmemAddress(139), 1));
    }

    [Fact]
    public void Words_are_decided_independently_where_the_unit_is_a_word()
    {
        CrashImage image = new(new Dictionary<long, IReadOnlyList<byte[]>> { [8] = [Bytes(1), Bytes(2)], [9] = [Bytes(3), Bytes(4)] }, unitBytes: 8);
        Assert.Equal((1UL, 3UL), (image.Read(X, 8), image.Read(X + 8, 8)));
    }

    [Fact]
    public void The_candidates_given_stay_as_they_are()
    {
        byte[] candidate = Bytes(1);
        CrashImage image = new(new Dictionary<long, IReadOnlyList<byte[]>> { [8] = [candidate] }, unitBytes: 8);
        image.Write(X, 8, 2);
        Assert.Equal(Bytes(1), candidate);
    }

    [Fact]
    public void Recovery_on_a_crash_image_records_what_it_read_and_reads_its_own_stores()
    {
        Recording recording = Recording.OfRecovery(
            pmem =>
            {
                pmem.Store(X, pmem.Load<ulong>(X) + 1);
                pmem.Flush(X, 8);
                pmem.Fence();
                pmem.Load<ulong>(X);
            },
            Image([4], [5]));

        Assert.Equal(["load 0x40 -> 4", "store 0x40 = 5", "clwb 0x40", "sfence", "load 0x40 -> 5"], recording.Texts);
    }

    /// <summary>An image whose line 1 is undecided; each candidate gives its first words.</summary>
    private static CrashImage Image(params ulong[][] candidates) => new(
        candidates.Length == 0
            ? new Dictionary<long, IReadOnlyList<byte[]>>()
            : new Dictionary<long, IReadOnlyList<byte[]>> { [1] = [.. candidates.Select(Line)] },
        CacheLine.Bytes);

    private static byte[] Line(ulong[] words) => [.. words.SelectMany(Bytes), .. new byte[CacheLine.Bytes - (8 * words.Length)]];

    private static byte[] Bytes(ulong word) => BitConverter.GetBytes(word);
}
