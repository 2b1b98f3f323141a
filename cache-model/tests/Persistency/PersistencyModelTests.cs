namespace Sim.CacheModel.Tests;

public sealed class PersistencyModelTests
{
    [Fact]
    public void The_default_model_stands_first_in_the_registry() =>
        Assert.Equal("px86-line", PersistencyModel.All[0].Name);

    [Fact]
    public void Names_are_unique() =>
        Assert.Equal(PersistencyModel.All.Count, PersistencyModel.All.Select(model => model.Name).Distinct().Count());

    [Fact]
    public void Every_model_is_found_by_its_name() =>
        Assert.All(PersistencyModel.All, model => Assert.Same(model, PersistencyModel.Find(model.Name)));

    [Fact]
    public void An_unknown_name_finds_nothing() => Assert.Null(PersistencyModel.Find("PX86"));

    [Theory]
    [InlineData("px86-line", 1, true, false)]
    [InlineData("px86", 8, true, false)]
    [InlineData("eadr", 1, true, true)]
    [InlineData("strict", 1, false, true)]
    public void A_model_is_the_granularity_of_its_units_what_it_buffers_and_when_it_persists(
        string name, int unitsPerLine, bool buffersStores, bool persistsWhenVisible)
    {
        TsoModel model = (TsoModel)PersistencyModel.Find(name)!;
        Assert.Equal((unitsPerLine, buffersStores, persistsWhenVisible), (model.UnitsPerLine, model.BuffersStores, model.PersistsWhenVisible));
        Assert.True(model.LockedCompletesFlushes);
    }
}
