namespace Sim.Explorer.Tests;

public sealed class CxlMachineTests
{
    [Fact]
    public void A_thread_on_a_crashed_machine_stops_and_its_unwritten_registers_show_nothing() => Assert.Equal(
        "0:r1=-,x=0\n0:r1=0,x=0",
        Outcomes("cxl0", "init x=0\nowner x=m2", " P0@m1 | P1 ;\n r1 = ld x | crash m1 ;"));

    [Fact]
    public void The_script_goes_on_when_a_machine_that_executes_its_instructions_crashes() => Assert.Equal(
        "0:r1=1,x=1",
        Outcomes("cxl0", "init x=0\nowner x=m2", " P0 ;\n crash m1 ;\n m1:mst x,1 ;\n m1:r1 = ld x ;"));

    [Fact]
    public void An_exchange_stores_where_its_kind_says() => Assert.Equal(
        "0:r1=0,0:r2=0,x=0;0:r1=0,0:r2=1,x=1 | 0:r1=0,0:r2=1,x=1 | 0:r1=0,0:r2=1,x=1",
        string.Join(" | ", new[] { "lxchg", "rxchg", "mxchg" }.Select(exchange => Outcomes(
            "cxl0", "init x=0\nowner x=m2", $" P0 ;\n m1:r1 = {exchange} x,1 ;\n crash m1 ;\n m2:r2 = ld x ;").Replace('\n', ';'))));

    [Fact]
    public void A_read_value_outlives_its_writer_and_owner_in_a_foreign_cache_but_not_where_loads_write_back()
    {
        const string Program = " P0 ;\n m1:lst x,1 ;\n m3:r1 = ld x ;\n crash m1 ;\n crash m2 ;\n m3:r2 = ld x ;\n crash m3 ;\n m3:r3 = ld x ;";

        Assert.Equal("0:r1=1,0:r2=0,0:r3=0,x=0\n0:r1=1,0:r2=1,0:r3=0,x=0\n0:r1=1,0:r2=1,0:r3=1,x=1", Outcomes("cxl0", "init x=0\nowner x=m2", Program));
        Assert.Equal("0:r1=1,0:r2=1,0:r3=1,x=1", Outcomes("cxl0-lwb", "init x=0\nowner x=m2", Program));
    }

    [Fact]
    public void Volatile_memory_is_zero_after_its_machine_has_crashed() => Assert.Equal(
        "0:r1=0,x=0",
        Outcomes("cxl0", "init x=5\nowner x=m2\nvmach m2", " P0 ;\n crash m2 ;\n m1:r1 = ld x ;"));

    [Fact]
    public void Guards_and_values_come_from_registers() => Assert.Equal(
        "0:r1=7,0:r2=7,x=7,y=7",
        Outcomes("cxl0", "init x=7; y=0\nowner x=m1 y=m1", " P0@m1 ;\n r1 = ld x ;\n [r1=7] lst y,r1 ;\n [r1!=7] lst y,9 ;\n r2 = ld y ;"));

    [Fact]
    public void When_the_power_of_all_machines_fails_recovery_finds_their_memories() => Assert.Equal(
        "R0:r1=0,x=0,y=0\nR0:r1=0,x=1,y=0\nR0:r1=1,x=1,y=1",
        LitmusOutcomesOf.Test("cxl0",
            "arch cxl\nkind recover\ninit x=0; y=0\nowner x=m2 y=m2\nprogram\n P0@m1 ;\n lst x,1 ;\n rflush x ;\n mst y,1 ;\nend\n"
            + "recovery\n R0@m2 ;\n r1 = ld y ;\nend"));

    [Fact]
    public void A_second_crash_loses_what_recovery_left_in_caches() => Assert.Equal(
        "x=0\nx=1\nx=2",
        LitmusOutcomesOf.Test("cxl0",
            "arch cxl\nkind crash2\ninit x=0\nowner x=m2\nprogram\n P0@m1 ;\n lst x,1 ;\nend\nrecovery\n R0@m3 ;\n lst x,2 ;\nend"));

    private static string Outcomes(string model, string header, string program) =>
        LitmusOutcomesOf.Test(model, $"arch cxl\nkind crash\n{header}\nprogram\n{program}\nend");
}
