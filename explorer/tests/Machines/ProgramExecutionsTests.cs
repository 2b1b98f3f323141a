using Sim.Explorer.Litmus;

namespace Sim.Explorer.Tests;

public sealed class ProgramExecutionsTests
{
    [Fact]
    public void A_witness_is_a_shortest_execution_that_ends_in_its_outcome() => Assert.Equal(
        """
        P0: str x,1 is visible
        P0: dsb sy completes
        P0: str y,1 is visible
        crash, memory holds x=1,y=1,z=0
        """,
        Witness("parmv8", LitmusOutcomesOf.Body("arm", "crash", [["str x,1", "cvap x", "dsb sy", "str y,1"]]), "x=1,y=1,z=0"));

    [Fact]
    public void A_witness_of_a_recovery_shows_both_executions_and_the_crash_between_them() => Assert.Equal(
        """
        P0: posts rw x,1
        the card executes rw x,1
        crash, memory holds x=1
        R0: posts r1 = rr x
        the card answers r1 = rr x with 1
        in the end R0:r1=1,x=1
        """,
        Witness("rdma-direct", "arch rdma\nkind recover\ninit x=0\nprogram\n P0 ;\n rw x,1 ;\nend\nrecovery\n R0 ;\n r1 = rr x ;\nend", "R0:r1=1,x=1"));

    [Fact]
    public void States_and_steps_are_counted()
    {
        ProgramExecutions executions = ProgramExecutions.Of(LitmusFiles.Read("arm-iriw-addrs"), "armv8");

        Assert.Equal((15, 97, 156), (executions.Outcomes.Count, executions.StateCount, executions.TransitionCount));
    }

    private static string Witness(string model, string body, string outcome) =>
        string.Join('\n', ProgramExecutions.Of(LitmusOutcomesOf.Parse(body), model).Witness(outcome));
}
