namespace Sim.Simulator.Tests;

public sealed class ShiftedStructureTests
{
    [Theory]
    [InlineData(-8)]
    [InlineData(4)]
    [InlineData(64)]
    public void A_shift_is_a_multiple_of_a_word_inside_a_line(int bytes) =>
        Assert.Equal($"the shift is {bytes}, expected a multiple of 8 from 0 to 56",
            Assert.Throws<InputException>(() => new ShiftedStructure(new CounterStructure(), bytes)).Message);
}
