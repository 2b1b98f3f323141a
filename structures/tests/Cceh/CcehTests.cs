using CsCheck;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures.Tests;

public sealed class CcehTests
{
    private static readonly CcehGeometry TwoWindows = new(BucketsPerSegment: 4, PairsPerBucket: 1, ProbeBuckets: 1, InitialDepth: 1);

    /// <summary>Header and root, directory, two segments; then two segments and the doubled directory; and the allocator's line.</summary>
    private const int RoomForOneSplit = (2 * 64) + 64 + (2 * 320) + (2 * 320) + 64 + 64;

    private static readonly CcehGeometry[] Geometries = [CcehGeometry.Small, TwoWindows, new(8, 2, 2, 1), new(2, 4, 1, 2)];

    [Fact]
    public void Operations_answer_as_a_dictionary_does_before_and_after_recovery() =>
        Gen.Select(Gen.Int[0, Geometries.Length - 1], Gen.Select(Gen.Int[0, 3], Gen.ULong[1, 60], Gen.ULong[1, 9]).Array[0, 150])
            .Sample((geometry, operations) =>
            {
                Cceh<PlainPmem> table = Empty(Geometries[geometry], poolBytes: 1 << 20);
                Dictionary<ulong, ulong> model = [];
                foreach ((int kind, ulong key, ulong value) in operations)
                {
                    ulong expected = model.GetValueOrDefault(key);
                    bool isRight = kind switch
                    {
                        0 => table.Delete(key) == model.Remove(key),
                        1 => table.TryGet(key, out ulong found) == model.ContainsKey(key) && found == expected,
                        _ => table.Insert(0, key, value) == !model.ContainsKey(key),
                    };
                    if (!isRight) { return false; }
                    if (kind >= 2) { model[key] = value; }
                }
                bool isRightBefore = Holds(table, model);
                table.Recover();
                return isRightBefore && Holds(table, model);
            }, iter: 300);

    [Fact]
    public void Splits_and_doublings_keep_every_key()
    {
        CcehStructure structure = new(CcehGeometry.Paper);
        PlainPmem pmem = new(new byte[structure.PoolBytes(1, 20_000)]);
        structure.Create(pmem, 1);
        Cceh<PlainPmem> table = new(pmem, CcehGeometry.Paper);
        for (ulong key = 1; key <= 20_000; key++) { Assert.True(table.Insert(0, key, key + 1)); }

        Assert.Equal(20_000, table.ReadAll().Count);
        Assert.All(table.ReadAll(), pair => Assert.Equal(pair.Key + 1, pair.Value));
    }

    [Fact]
    public void Keys_that_share_many_bits_of_hash_split_until_they_part()
    {
        CcehKeys keys = new(CcehGeometry.Small);
        ulong[] close = [keys.Take(0x2A5, 10), keys.Take(0x2A5, 10), keys.Take(0x2A5, 10)];
        Cceh<PlainPmem> table = Empty(CcehGeometry.Small, poolBytes: 1 << 20);
        foreach (ulong key in close) { table.Insert(0, key, 1); }

        Assert.Equal(close.Order(), table.ReadAll().Select(pair => pair.Key).Order());
    }

    /// <summary>
    /// Placed anew in the order of the slots, the first two keys take the slots of the third: the published split would
    /// drop it. The key of the other half stays behind beside it and is deleted lazily.
    /// </summary>
    [Fact]
    public void A_split_keeps_a_key_that_finds_no_place_and_frees_the_slots_of_keys_that_left()
    {
        ulong kept = KeyOnPath(half: 0, first: 3, second: 2);
        ulong moved = KeyOnPath(half: 1, first: 2, second: 0);
        ulong[] before = [kept, moved, KeyOnPath(half: 0, first: 3, second: 0), KeyOnPath(half: 0, first: 2, second: 1)];
        ulong added = KeyOnPath(half: 0, first: 3, second: 2, after: kept);
        Cceh<PlainPmem> table = Empty(TwoWindows, poolBytes: RoomForOneSplit);
        foreach (ulong key in before) { table.Insert(0, key, key); }

        table.Insert(0, added, added);

        Assert.Equal(before.Append(added).Order(), table.ReadAll().Select(pair => pair.Key).Order());
        Assert.False(table.Insert(0, moved, 1));
    }

    [Fact]
    public void The_table_says_when_the_pool_is_full() =>
        Assert.Throws<PoolFullException>(() =>
        {
            Cceh<PlainPmem> table = Empty(CcehGeometry.Small, poolBytes: 1024);
            for (ulong key = 1; key <= 10; key++) { table.Insert(0, key, 1); }
        });

    [Theory]
    [InlineData(0)]
    [InlineData(CcehGeometry.MaxKey + 1)]
    public void Reserved_keys_are_refused(ulong key) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Empty(CcehGeometry.Small, 1024).Insert(0, key, 1));

    [Fact]
    public void The_largest_key_is_a_key() => Assert.True(Empty(CcehGeometry.Small, 1024).Insert(0, CcehGeometry.MaxKey, 1));

    [Fact]
    public void Recovery_refuses_a_pool_without_a_directory()
    {
        PlainPmem pmem = new(new byte[4 * CacheLine.Bytes]);
        PoolHeader.Format(pmem, CcehGeometry.Small.Layout, CcehRoot<PlainPmem>.Bytes, threadCount: 1);

        Assert.Equal("access of 8 bytes at 0x0 follows a null directory pointer",
            Assert.Throws<PmemAccessException>(new Cceh<PlainPmem>(pmem, CcehGeometry.Small).Recover).Message);
    }

    [Fact]
    public void Recovery_refuses_a_pool_of_another_geometry() =>
        Assert.Throws<PoolDefectException>(() =>
        {
            PlainPmem pmem = new(new byte[4096]);
            new Cceh<PlainPmem>(pmem, CcehGeometry.Small).Create(threadCount: 1);
            new Cceh<PlainPmem>(pmem, TwoWindows).Recover();
        });

    private static Cceh<PlainPmem> Empty(CcehGeometry geometry, int poolBytes)
    {
        Cceh<PlainPmem> table = new(new PlainPmem(new byte[poolBytes]), geometry);
        table.Create(threadCount: 1);
        return table;
    }

    private static bool Holds(Cceh<PlainPmem> table, Dictionary<ulong, ulong> model) =>
        MapState.Of(table.ReadAll()).Equals(MapState.Of(model));

    /// <summary>A key of the first segment that <see cref="TwoWindows"/> looks for in two given slots.</summary>
    private static ulong KeyOnPath(ulong half, int first, int second, ulong after = 0)
    {
        for (ulong key = after + 1; ; key++)
        {
            ulong hash = CcehHash.Of(key);
            if (CcehHash.Prefix(hash, 2) != half) { continue; }
            if (TwoWindows.WindowStart(hash, 0) == first && TwoWindows.WindowStart(hash, 1) == second) { return key; }
        }
    }
}
