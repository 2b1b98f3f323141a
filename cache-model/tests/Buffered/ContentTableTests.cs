namespace Sim.CacheModel.Tests;

public sealed class ContentTableTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    public void Content_zero_is_all_zeros(int unitBytes)
    {
        ContentTable table = new(unitBytes);
        Assert.Equal(new byte[unitBytes], table[0].ToArray());
        Assert.Equal(0, table.Intern(new byte[unitBytes]));
    }

    [Fact]
    public void Replaced_bytes_give_a_new_content_and_leave_the_old_one()
    {
        ContentTable table = new(64);
        int content = table.Replace(0, offsetBytes: 60, sizeBytes: 2, value: 0xABCD);

        Assert.Equal(1, content);
        Assert.Equal(0xABCDUL, table.Read(content, 60, 2));
        Assert.Equal(0xABUL, table.Read(content, 61, 1));
        Assert.Equal(0xABCDUL, table.Read(content, 60, 4));
        Assert.Equal(0xABCD_0000_0000UL, table.Read(content, 56, 8));
        Assert.Equal(0UL, table.Read(0, 60, 2));
    }

    [Fact]
    public void Bytes_beyond_the_stored_size_are_ignored()
    {
        ContentTable table = new(8);
        Assert.Equal(0xFFUL, table.Read(table.Replace(0, 0, 1, 0x1FF), 0, 8));
    }

    [Fact]
    public void Sixteen_bytes_can_be_replaced_at_once()
    {
        ContentTable table = new(64);
        int content = table.Replace(0, 16, 16, new UInt128(upper: 7, lower: 5));
        Assert.Equal((5UL, 7UL), (table.Read(content, 16, 8), table.Read(content, 24, 8)));
    }

    [Fact]
    public void Equal_contents_have_one_number_however_they_came_about()
    {
        ContentTable table = new(8);
        int there = table.Replace(table.Replace(0, 0, 4, 1), 4, 4, 2);
        Assert.Equal(there, table.Replace(0, 0, 8, 0x2_0000_0001));
        Assert.Equal(0, table.Replace(there, 0, 8, 0));
    }

    [Fact]
    public void A_table_grows_without_forgetting()
    {
        ContentTable table = new(64);
        for (int i = 1; i <= 1_000; i++) { Assert.Equal(i, table.Replace(0, 8, 8, (UInt128)i)); }

        Assert.Equal(1_001, table.Count);
        for (int i = 1; i <= 1_000; i++) { Assert.Equal((ulong)i, table.Read(i, 8, 8)); }
    }
}
