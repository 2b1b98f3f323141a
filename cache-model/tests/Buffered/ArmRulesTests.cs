namespace Sim.CacheModel.Tests;

public sealed class ArmRulesTests
{
    /// <summary>Rows earlier, columns later: Store, ReleaseStore, FlushOptimized, StoreFence; - no, w in the same word, l in the same line, + always.</summary>
    [Theory]
    [InlineData(EntryKind.Store, "w+l+")]
    [InlineData(EntryKind.ReleaseStore, "w+l+")]
    [InlineData(EntryKind.FlushOptimized, "----")]
    [InlineData(EntryKind.StoreFence, "++-+")]
    public void An_entry_waits_for_what_the_axioms_order_before_it(EntryKind earlier, string expected) => Assert.Equal(
        expected,
        string.Concat(new[] { EntryKind.Store, EntryKind.ReleaseStore, EntryKind.FlushOptimized, EntryKind.StoreFence }.Select(later => Cell(earlier, later))));

    private static char Cell(EntryKind earlier, EntryKind later)
    {
        BufferEntry first = new(earlier, new CacheLine(1), OffsetBytes: 8, SizeBytes: 4);
        if (ArmRules.Blocks(first, new BufferEntry(later, new CacheLine(2), OffsetBytes: 8, SizeBytes: 4))) { return '+'; }
        if (ArmRules.Blocks(first, new BufferEntry(later, new CacheLine(1), OffsetBytes: 16, SizeBytes: 4))) { return 'l'; }
        return ArmRules.Blocks(first, new BufferEntry(later, new CacheLine(1), OffsetBytes: 12, SizeBytes: 4)) ? 'w' : '-';
    }
}
