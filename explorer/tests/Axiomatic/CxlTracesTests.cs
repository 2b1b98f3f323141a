using Sim.Explorer.Axiomatic;
using Sim.Explorer.Litmus;

namespace Sim.Explorer.Tests;

public sealed class CxlTracesTests
{
    [Fact]
    public void An_exchange_loads_before_it_stores_so_that_under_LWB_the_old_value_reaches_memory()
    {
        LitmusTest test = LitmusParser.Parse("exchange", """
            PMLITMUS 1
            name     exchange
            family   cxl0
            arch     cxl
            kind     crash
            title    The second of two exchanges is lost with its machine
            init     x=0
            owner    x=m3
            program
             P0                ;
             m1:lst x,1        ;
             m2:r1 = lxchg x,2 ;
             crash m2          ;
             m3:r2 = ld x      ;
            end
            exists   0:r2=0
            verdict  cxl0      allow derived

            """);

        Assert.Equal(["0:r1=1,0:r2=0,x=0", "0:r1=1,0:r2=1,x=1", "0:r1=1,0:r2=2,x=2"], AxiomaticJudge.Outcomes(test, "cxl0").Order(StringComparer.Ordinal));
        Assert.Equal(["0:r1=1,0:r2=1,x=1", "0:r1=1,0:r2=2,x=2"], AxiomaticJudge.Outcomes(test, "cxl0-lwb").Order(StringComparer.Ordinal));
    }
}
