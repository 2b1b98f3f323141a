using Sim.CacheModel;

namespace Sim.Explorer.Tests;

public sealed class BehaviourTreeTests
{
    private readonly SiteTable _sites = new();
    private readonly PersistUnits _units = new(Px86Line.Model, lengthBytes: 512);
    private readonly BehaviourTree _tree;

    public BehaviourTreeTests() => _tree = new BehaviourTree(Px86Line.Model.CreateRules(_units, threadCount: 1), _sites);

    [Fact]
    public void Paths_share_their_common_beginning_and_part_at_the_value_read()
    {
        int tree = _tree.NewTree();
        _tree.Graft(tree, [Load(64, reads: 1), Store(128)], Returns(10));
        _tree.Graft(tree, [Load(64, reads: 2)], Returns(20));

        int root = _tree.Root(tree);
        int first = _tree.Child(root, 1);
        int second = _tree.Child(root, 2);
        Assert.Equal((EventKind.Load, EventKind.Store, NodeKind.Return), (_tree[root].Instruction.Kind, _tree[first].Instruction.Kind, _tree[second].Kind));
        Assert.Equal((10UL, 20UL), (_tree[_tree[first].Next].Result, _tree[second].Result));
        Assert.Equal(0, _tree.Child(root, 3));
        Assert.Equal(2, _tree.LeafCount);
    }

    [Fact]
    public void A_node_knows_the_values_that_lead_to_it()
    {
        int tree = _tree.NewTree();
        _tree.Graft(tree, [Load(64, reads: 5), Store(128), Load(192, reads: 6), Store(128)], Returns(0));
        int last = _tree[_tree.Child(_tree[_tree.Child(_tree.Root(tree), 5)].Next, 6)].Next;

        Assert.Equal(NodeKind.Return, _tree[last].Kind);
        Assert.Equal([5, 6], _tree.ValuesReadBefore(last));
        Assert.Equal(5, _tree.PathTo(last).Count);
        Assert.Equal(_tree.Root(tree), _tree.PathTo(last)[0]);
    }

    [Fact]
    public void A_path_that_waits_has_no_leaf_until_a_later_run_goes_on()
    {
        int tree = _tree.NewTree();
        _tree.Graft(tree, [Wait(64, reads: 0)], new PathEnd(NodeKind.Waits));
        Assert.Equal(0, _tree.LeafCount);
        Assert.Equal(0, _tree.Child(_tree.Root(tree), 0));

        _tree.Graft(tree, [Wait(64, reads: 1)], Returns(3));
        Assert.Equal(1, _tree.LeafCount);
        Assert.Equal(3UL, _tree[_tree.Child(_tree.Root(tree), 1)].Result);
    }

    [Fact]
    public void Grafting_a_known_path_again_adds_nothing()
    {
        int tree = _tree.NewTree();
        _tree.Graft(tree, [Load(64, reads: 1)], Returns(7));
        _tree.Graft(tree, [Load(64, reads: 1)], Returns(7));
        Assert.Equal(1, _tree.LeafCount);
    }

    [Fact]
    public void Another_event_after_the_same_values_is_reported_with_both_events()
    {
        int tree = _tree.NewTree();
        _tree.Graft(tree, [Load(64, reads: 1), Store(128)], Returns(0));
        NondeterminismException exception = Assert.Throws<NondeterminismException>(
            () => _tree.Graft(tree, [Load(64, reads: 1), Store(192)], Returns(0)));
        Assert.Contains("event 1 was 'store M (a.cs:1) at 0x80 of 0x1' and is now 'store M (a.cs:1) at 0xc0 of 0x1'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_end_where_there_was_an_event_is_reported()
    {
        int tree = _tree.NewTree();
        _tree.Graft(tree, [Load(64, reads: 1), Store(128)], Returns(0));
        NondeterminismException exception = Assert.Throws<NondeterminismException>(() => _tree.Graft(tree, [Load(64, reads: 1)], Returns(4)));
        Assert.Contains("event 1 was 'store M (a.cs:1) at 0x80 of 0x1' and is now 'return 4'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_where_there_was_an_end_is_reported()
    {
        int tree = _tree.NewTree();
        _tree.Graft(tree, [Load(64, reads: 1)], Returns(4));
        NondeterminismException exception = Assert.Throws<NondeterminismException>(
            () => _tree.Graft(tree, [Load(64, reads: 1), Store(128)], Returns(0)));
        Assert.Contains("event 1 was 'return 4' and is now 'store M (a.cs:1) at 0x80 of 0x1'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_result_after_the_same_values_is_reported()
    {
        int tree = _tree.NewTree();
        _tree.Graft(tree, [Load(64, reads: 1)], Returns(4));
        Assert.Contains("event 1 was 'return 4' and is now 'return 5'",
            Assert.Throws<NondeterminismException>(() => _tree.Graft(tree, [Load(64, reads: 1)], Returns(5))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_units_that_are_stored_to_take_room_in_a_state()
    {
        _tree.Graft(_tree.NewTree(), [Load(64, reads: 0), Store(128), Store(136), Store(192)], Returns(0));
        Assert.Equal(2, _units.SlotCount);
        Assert.Equal([new PmemAddress(128), new PmemAddress(192)], [_units.Address(0), _units.Address(1)]);
        Assert.Equal(-1, _units.FindSlot(new CacheLine(1), 0));
    }

    [Fact]
    public void A_tree_of_many_paths_keeps_them_all()
    {
        int tree = _tree.NewTree();
        for (int i = 0; i < 1_000; i++) { _tree.Graft(tree, [Load(64, reads: i), Store(128)], Returns((ulong)i)); }

        Assert.Equal(1_000, _tree.LeafCount);
        for (int i = 0; i < 1_000; i++) { Assert.Equal((ulong)i, _tree[_tree[_tree.Child(_tree.Root(tree), (UInt128)i)].Next].Result); }
    }

    private static PathEnd Returns(ulong result) => new(NodeKind.Return, result);

    private MemoryEvent Load(long offset, int reads) => Event(EventKind.Load, offset) with { Read = (UInt128)reads };

    private MemoryEvent Wait(long offset, int reads) => Event(EventKind.SpinUntil, offset) with { Read = (UInt128)reads, Operand = 1 };

    private MemoryEvent Store(long offset) => Event(EventKind.Store, offset) with { Operand = 1 };

    private MemoryEvent Event(EventKind kind, long offset) => new()
    {
        Kind = kind,
        Address = new PmemAddress(offset),
        SizeBytes = 8,
        SiteId = _sites.Intern(new Site(kind, 0, "a.cs", 1, "M", "")),
    };
}
