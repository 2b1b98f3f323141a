using Sim.CacheModel;

namespace Sim.Simulator.Tests;

public sealed class RealMappingTests : IDisposable
{
    private const long PoolBytes = 8192;
    private static readonly PmemAddress Root = new(PoolHeader.Bytes);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_stored_is_there_when_the_pool_is_opened_again()
    {
        string path = MakePool(mapping => mapping.Pmem.Store(Root, 42UL));

        using RealMapping opened = RealMapping.Open(path);

        Assert.Equal(PoolBytes, opened.LengthBytes);
        Assert.Equal(PoolBytes, opened.Pmem.LengthBytes);
        Assert.Equal(42UL, opened.Pmem.Load<ulong>(PoolHeader.Root(opened.Pmem)));
    }

    [Fact]
    public void The_mapping_says_what_a_fence_guarantees()
    {
        using RealMapping opened = RealMapping.Open(MakePool(_ => { }));

        Assert.Contains(opened.Durability, (string[])
        [
            "mapped with MAP_SYNC: what is flushed and fenced survives a power failure",
            "mapped with MAP_SHARED, as MAP_SYNC is not available here: what is stored survives the end of the process, "
                + "but power-fail durability needs msync as well",
        ]);
        opened.Synchronize();
    }

    [Theory]
    [InlineData(true, true, "mapped with MAP_SYNC: ", false)]
    [InlineData(true, false, "mapped with MAP_SYNC, but dc cvac of this processor reaches only the point of coherency: ", true)]
    [InlineData(false, true, "mapped with MAP_SHARED", true)]
    [InlineData(false, false, "mapped with MAP_SHARED", true)]
    public void Durability_needs_both_the_mapping_and_the_instruction(bool isSynchronous, bool reachesPersistence, string start, bool needsMsync)
    {
        string durability = RealMapping.DurabilityOf(isSynchronous, reachesPersistence, "dc cvac");

        Assert.StartsWith(start, durability, StringComparison.Ordinal);
        Assert.Equal(needsMsync, durability.EndsWith("power-fail durability needs msync as well", StringComparison.Ordinal));
    }

    [Fact]
    public void Memory_without_DAX_is_mapped_with_the_fallback()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "needs a file system that never offers MAP_SYNC");
        string path = $"/dev/shm/{Path.GetFileName(_folder.Path)}";
        using RealMapping mapping = RealMapping.Create(path, PoolBytes, _ => { });
        File.Delete(path);

        Assert.StartsWith("mapped with MAP_SHARED", mapping.Durability, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_pool_never_replaces_a_file()
    {
        string path = _folder.File("notes.txt");
        File.WriteAllText(path, "dear diary");

        AssertRefused($"{path}: exists already, and a pool is never made over an existing file",
            () => RealMapping.Create(path, PoolBytes, _ => { }));
        Assert.Equal("dear diary", File.ReadAllText(path));
    }

    [Fact]
    public void A_file_that_appears_while_the_pool_is_made_is_not_replaced()
    {
        string path = _folder.File("pool");

        AssertRefused($"{path}: exists already, and a pool is never made over an existing file",
            () => RealMapping.Create(path, PoolBytes, _ => File.WriteAllText(path, "first")));
        Assert.Equal("first", File.ReadAllText(Assert.Single(Directory.GetFiles(_folder.Path))));
    }

    [Fact]
    public void A_pool_that_cannot_be_formatted_leaves_no_file()
    {
        Assert.Throws<PoolFullException>(() =>
            RealMapping.Create(_folder.File("pool"), PoolBytes, _ => throw new PoolFullException(1, 2)));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_pool_appears_under_its_name_only_when_it_is_formatted()
    {
        string path = _folder.File("pool");
        bool existedBefore = true;
        RealMapping.Create(path, PoolBytes, _ => existedBefore = File.Exists(path)).Dispose();

        Assert.False(existedBefore);
        Assert.Equal(path, Assert.Single(Directory.GetFiles(_folder.Path)));
    }

    [Fact]
    public void Places_without_room_for_a_pool_are_refused_in_one_line()
    {
        string missing = _folder.File("missing/pool");
        AssertRefused($"{missing}: there is no such directory", () => RealMapping.Create(missing, PoolBytes, _ => { }));
        AssertRefused($"{missing}: there is no such directory", () => RealMapping.Open(missing));
        string absent = _folder.File("absent");
        AssertRefused($"{absent}: there is no such file", () => RealMapping.Open(absent));
        AssertRefused("the path of a pool is empty", () => RealMapping.Open(""));
        AssertRefused("the path of a pool is empty", () => RealMapping.Create("", PoolBytes, _ => { }));
        AssertRefused($"{_folder.Path}: is a directory, expected a pool file", () => RealMapping.Open(_folder.Path));
        AssertRefused(
            $"{absent}: a pool of 63 bytes cannot be made, it needs at least 64", () => RealMapping.Create(absent, 63, _ => { }));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void More_than_the_disk_holds_is_refused_before_anything_is_stored()
    {
        string path = _folder.File("pool");

        InputException refusal = Assert.Throws<InputException>(() => RealMapping.Create(path, 1L << 50, _ => { }));

        Assert.StartsWith($"{path}: ", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_mapped_pool_is_locked()
    {
        string path = MakePool(_ => { });
        using RealMapping mapping = RealMapping.Open(path);

        InputException refusal = Assert.Throws<InputException>(() => RealMapping.Open(path));

        Assert.Contains("used by another process", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_mapping_gives_no_access()
    {
        RealMapping mapping = RealMapping.CreateVolatile(PoolBytes);
        mapping.Dispose();
        mapping.Dispose();

        Assert.Throws<ObjectDisposedException>(() => mapping.Pmem);
        Assert.Throws<ObjectDisposedException>(mapping.Synchronize);
    }

    [Fact]
    public void A_copy_holds_the_same_bytes()
    {
        using RealMapping source = RealMapping.CreateVolatile(PoolBytes), target = RealMapping.CreateVolatile(PoolBytes);
        source.Pmem.Store(new PmemAddress(PoolBytes - 8), 9UL);
        source.CopyTo(target);

        Assert.Equal(9UL, target.Pmem.Load<ulong>(new PmemAddress(PoolBytes - 8)));
    }

    [Fact]
    public void Touching_the_pages_changes_nothing()
    {
        using RealMapping mapping = RealMapping.CreateVolatile(PoolBytes);
        mapping.Pmem.Store(new PmemAddress(4096), 0xA1B2C3D4E5F60718UL);
        mapping.TouchPages();

        Assert.Equal(0xA1B2C3D4E5F60718UL, mapping.Pmem.Load<ulong>(new PmemAddress(4096)));
        Assert.Equal(0UL, mapping.Pmem.Load<ulong>(default));
    }

    private string MakePool(Action<RealMapping> fill)
    {
        string path = _folder.File("pool");
        using RealMapping mapping = RealMapping.Create(path, PoolBytes, pool => PoolHeader.Format(pool.Pmem, "a word", rootBytes: 64, threadCount: 0));
        fill(mapping);
        return path;
    }

    private static void AssertRefused(string message, Action access) =>
        Assert.Equal(message, Assert.Throws<InputException>(access).Message);
}
