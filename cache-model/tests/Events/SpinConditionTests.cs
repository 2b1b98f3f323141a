namespace Sim.CacheModel.Tests;

public sealed class SpinConditionTests
{
    [Theory]
    [InlineData(SpinCondition.Equal, 5, 5, true)]
    [InlineData(SpinCondition.Equal, 5, 4, false)]
    [InlineData(SpinCondition.NotEqual, 5, 4, true)]
    [InlineData(SpinCondition.NotEqual, 5, 5, false)]
    [InlineData(SpinCondition.AtLeast, 5, 5, true)]
    [InlineData(SpinCondition.AtLeast, 6, 5, true)]
    [InlineData(SpinCondition.AtLeast, 4, 5, false)]
    [InlineData(SpinCondition.AtLeast, ulong.MaxValue, 5, true)]
    [InlineData(SpinCondition.BitsClear, 0b1001, 0b0110, true)]
    [InlineData(SpinCondition.BitsClear, 0b0010, 0b0110, false)]
    [InlineData(SpinCondition.BitsClear, 7, 0, true)]
    [InlineData(SpinCondition.BitsSet, 0b0111, 0b0110, true)]
    [InlineData(SpinCondition.BitsSet, 0b0100, 0b0110, false)]
    [InlineData(SpinCondition.BitsSet, 0, 0, true)]
    public void A_wait_ends_when_its_condition_holds(SpinCondition condition, ulong value, ulong operand, bool ends) =>
        Assert.Equal(ends, condition.IsSatisfiedBy(value, operand));
}
