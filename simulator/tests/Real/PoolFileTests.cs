using System.Numerics;

namespace Sim.Simulator.Tests;

public sealed class PoolFileTests : IDisposable
{
    private const int PoolBytes = 8192;

    // Magic, version, length, root, threads and checksum; the rest of the header's line holds nothing.
    private const int HeaderBytes = 64;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sound_pool_opens() => RealMapping.Open(Write(SoundPool())).Dispose();

    [Fact]
    public void A_flipped_bit_anywhere_in_the_header_is_found()
    {
        for (int bit = 0; bit < 8 * HeaderBytes; bit++)
        {
            byte[] pool = SoundPool();
            pool[bit / 8] ^= (byte)(1 << (bit % 8));
            AssertRefused(pool);
        }
    }

    [Fact]
    public void A_file_that_is_no_pool_is_refused() =>
        Assert.Equal("has magic 0x0000000000000000, expected 0x314c4f4f504d4953: not a Sim pool", AssertRefused(new byte[PoolBytes]));

    [Fact]
    public void A_newer_version_is_refused_by_its_number()
    {
        byte[] pool = SoundPool();
        pool[8] = 2;
        Seal(pool);

        Assert.Equal("has pool version 2, expected 1", AssertRefused(pool));
    }

    [Theory]
    [InlineData(0, "is 0 bytes long, too short for a pool header of 64")]
    [InlineData(63, "is 63 bytes long, too short for a pool header of 64")]
    [InlineData(64, "is 64 bytes long, but its header says 8192")]
    [InlineData(8191, "is 8191 bytes long, but its header says 8192")]
    public void A_truncated_pool_is_refused(int length, string defect) =>
        Assert.Equal(defect, AssertRefused(SoundPool()[..length]));

    [Fact]
    public void A_longer_file_is_refused() =>
        Assert.Equal("is 8193 bytes long, but its header says 8192", AssertRefused([.. SoundPool(), 0]));

    [Fact]
    public void A_device_is_refused()
    {
        InputException refusal = Assert.Throws<InputException>(() => RealMapping.Open("/dev/null"));

        Assert.StartsWith("/dev/null: ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void A_place_where_nobody_may_write_is_refused()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "needs a folder where even an administrator cannot make files");
        InputException refusal = Assert.Throws<InputException>(() => RealMapping.Create("/proc/self/pool", PoolBytes, _ => { }));

        Assert.StartsWith("/proc/self/pool: ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    private static byte[] SoundPool()
    {
        byte[] pool = new byte[PoolBytes];
        BitConverter.TryWriteBytes(pool.AsSpan(0), PoolHeader.Magic);
        BitConverter.TryWriteBytes(pool.AsSpan(8), PoolHeader.Version);
        BitConverter.TryWriteBytes(pool.AsSpan(16), (ulong)PoolBytes);
        BitConverter.TryWriteBytes(pool.AsSpan(24), (ulong)PoolHeader.Bytes);
        BitConverter.TryWriteBytes(pool.AsSpan(32), 2UL);
        Seal(pool);
        return pool;
    }

    private static void Seal(byte[] pool)
    {
        uint crc = uint.MaxValue;
        for (int offset = 0; offset < 56; offset += 8) { crc = BitOperations.Crc32C(crc, BitConverter.ToUInt64(pool, offset)); }
        BitConverter.TryWriteBytes(pool.AsSpan(56), (ulong)crc);
    }

    private string Write(byte[] bytes)
    {
        string path = _folder.File("pool");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    // The defect that the message names; the file must be as it was, and the message one line.
    private string AssertRefused(byte[] bytes)
    {
        string path = Write(bytes);
        InputException refusal = Assert.Throws<InputException>(() => RealMapping.Open(path));

        Assert.Equal(bytes, File.ReadAllBytes(path));
        Assert.StartsWith($"{path}: ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
        return refusal.Message[$"{path}: ".Length..];
    }
}
