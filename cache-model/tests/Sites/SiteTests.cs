namespace Sim.CacheModel.Tests;

public sealed class SiteTests
{
    [Theory]
    [InlineData(EventKind.Load, 0, "load")]
    [InlineData(EventKind.Store, 0, "store")]
    [InlineData(EventKind.NonTemporalStore, 0, "ntstore")]
    [InlineData(EventKind.CompareExchange, 0, "cas")]
    [InlineData(EventKind.Flush, (byte)FlushKind.Clwb, "clwb")]
    [InlineData(EventKind.Flush, (byte)FlushKind.Clflushopt, "clflushopt")]
    [InlineData(EventKind.Flush, (byte)FlushKind.Clflush, "clflush")]
    [InlineData(EventKind.Fence, (byte)FenceKind.Store, "sfence")]
    [InlineData(EventKind.Fence, (byte)FenceKind.Full, "mfence")]
    [InlineData(EventKind.SpinUntil, 0, "wait")]
    [InlineData(EventKind.Mark, 0, "mark")]
    public void A_site_names_the_instruction_as_people_do(EventKind kind, byte variant, string instruction) =>
        Assert.Equal(instruction, new Site(kind, variant, "a.cs", 1, "M", "").Instruction);

    [Fact]
    public void The_name_gives_the_label_and_the_file_without_its_folder() =>
        Assert.Equal("clwb publish bucket (Table.cs:12)",
            new Site(EventKind.Flush, 0, "./src/Tables/Table.cs", 12, "Insert", "publish bucket").Name);

    [Fact]
    public void Without_a_label_the_name_gives_the_member()
    {
        Site site = new(EventKind.Fence, (byte)FenceKind.Store, "Table.cs", 13, "Insert", "");
        Assert.Equal("sfence Insert (Table.cs:13)", site.Name);
        Assert.Equal(site.Name, site.ToString());
    }
}
