namespace Sim.Explorer.Tests;

public sealed class RdmaMachineTests
{
    [Fact]
    public void A_read_is_answered_in_the_queue_order_and_its_users_wait_for_it() => Assert.Equal(
        "0:r1=1,0:r2=1,x=1,y=1",
        Test("rdma-ddio", "final", "rw x,1 ; r1 = rr x ; [r1=1] rw y,r1 ; [r1!=1] rw y,7 ; r2 = wait"));

    [Fact]
    public void A_read_does_not_see_later_writes() => Assert.Equal(
        "0:r1=0,x=1,y=0", Test("rdma-direct", "final", "r1 = rr x ; rw x,1"));

    [Fact]
    public void A_flush_to_visibility_completes_placement_but_not_persistence()
    {
        Assert.Contains("0:r1=1,x=0,y=0", Test("rdma-ddio", "crash", "rw x,1 ; rfv ; r1 = wait"), StringComparison.Ordinal);
        Assert.DoesNotContain("0:r1=1,x=0", Test("rdma-direct", "crash", "rw x,1 ; rfv ; r1 = wait"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_atomic_write_completes_when_it_is_placed() => Assert.Equal(
        "0:r1=-,x=0,y=0\n0:r1=-,x=1,y=0\n0:r1=1,x=1,y=0", Test("rdma-direct", "crash", "raw x,1 ; r1 = wait"));

    [Fact]
    public void A_second_crash_can_lose_what_recovery_did_not_flush() => Assert.Equal(
        "x=0\nx=1\nx=2",
        LitmusOutcomesOf.Test("rdma-ddio", "arch rdma\nkind crash2\ninit x=0\nprogram\n P0 ;\n rw x,1 ;\nend\nrecovery\n R0 ;\n rw x,2 ;\n r1 = wait ;\nend"));

    private static string Test(string model, string kind, string instructions) => LitmusOutcomesOf.Test(
        model, $"arch rdma\nkind {kind}\ninit x=0; y=0\nprogram\n P0 ;\n{string.Join('\n', instructions.Split(';').Select(instruction => $"{instruction} ;"))}\nend");
}
