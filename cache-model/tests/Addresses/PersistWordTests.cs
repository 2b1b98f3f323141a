namespace Sim.CacheModel.Tests;

public sealed class PersistWordTests
{
    [Theory]
    [InlineData(0, 8, true)]
    [InlineData(7, 1, true)]
    [InlineData(4, 4, true)]
    [InlineData(4, 8, false)]
    [InlineData(7, 2, false)]
    [InlineData(8, 16, false)]
    public void A_word_contains_an_access_that_does_not_cross_eight_bytes(long offset, int sizeBytes, bool isContained) =>
        Assert.Equal(isContained, PersistWord.Contains(new PmemAddress(offset), sizeBytes));
}
