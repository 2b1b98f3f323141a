using Sim.CacheModel;

namespace Sim.Simulator.Tests;

public sealed class PoolHeaderTests : IDisposable
{
    private const int LengthBytes = 1024;
    private readonly RealMapping _mapping = RealMapping.CreateVolatile(LengthBytes);

    public PoolHeaderTests() => PoolHeader.Format(_mapping.Pmem, "table of 4", rootBytes: 128, threadCount: 2);

    public void Dispose() => _mapping.Dispose();

    [Fact]
    public void A_formatted_pool_is_sound_and_knows_its_root_and_threads()
    {
        PoolHeader.Verify(_mapping.Pmem, "table of 4");
        Assert.Equal(new PmemAddress(64), PoolHeader.Root(_mapping.Pmem));
        Assert.Equal(2, PoolHeader.ThreadCount(_mapping.Pmem));
        Assert.Null(PoolHeader.FindDefect(Header(), LengthBytes));
    }

    [Fact]
    public void Every_byte_of_the_header_line_is_guarded()
    {
        for (int i = 0; i < PoolHeader.Bytes; i++)
        {
            byte[] header = Header();
            header[i] ^= 0x10;
            Assert.Contains(i < 8 ? "not a Sim pool" : "the header is damaged", PoolHeader.FindDefect(header, LengthBytes), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_pool_of_another_length_or_a_short_file_is_refused()
    {
        Assert.Equal("is 512 bytes long, but its header says 1024", PoolHeader.FindDefect(Header(), 512));
        Assert.Equal("is 10 bytes long, too short for a pool header of 64", PoolHeader.FindDefect(new byte[10], 10));
    }

    [Fact]
    public void A_pool_of_another_layout_is_refused()
    {
        PoolDefectException exception = Assert.Throws<PoolDefectException>(() => PoolHeader.Verify(_mapping.Pmem, "table of 8"));
        Assert.Equal("does not hold the layout 'table of 8'", exception.Message);
    }

    [Fact]
    public void The_whole_header_line_is_stored_then_flushed_and_fenced()
    {
        Recording recording = Recording.OfGeneric(pmem => PoolHeader.Format(pmem, "any", rootBytes: 64, threadCount: 0));
        Assert.Equal([0, 8, 16, 24, 32, 40, 48, 56], recording.Events.Take(8).Select(happened => happened.Address.Offset));
        Assert.Equal(PoolHeader.Magic, (ulong)recording.Events[0].Operand);
        Assert.Equal("clwb 0x0", recording.Texts.ElementAt(8));
        Assert.Equal("sfence", recording.Texts.Last());
    }

    private byte[] Header() => [.. Enumerable.Range(0, PoolHeader.Bytes).Select(i => _mapping.Pmem.Load<byte>(new PmemAddress(i)))];
}
