using Sim.CacheModel;

namespace Sim.Simulator.Tests;

public sealed class PmemExtensionsTests
{
    [Fact]
    public void To_persist_a_range_is_to_flush_every_line_and_fence_once_at_the_callers_site()
    {
        Recording recording = Recording.OfGeneric(pmem => pmem.Persist(new PmemAddress(120), 16, "commit"));

        Assert.Equal(["clwb 0x40", "clwb 0x80", "sfence"], recording.Texts);
        Assert.Equal(["commit", "commit"], recording.Sites.Sites.Select(site => site.Label));
        Assert.All(recording.Sites.Sites, site => Assert.Equal("PmemExtensionsTests.cs", Path.GetFileName(site.File)));
    }

    [Fact]
    public void A_pointer_is_read_as_the_offset_that_was_stored()
    {
        PmemAddress pointer = default;
        Recording.OfGeneric(pmem => pointer = pmem.LoadPointer(new PmemAddress(64)), 0x1C0);
        Assert.Equal(new PmemAddress(0x1C0), pointer);
    }
}
