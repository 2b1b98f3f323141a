using Sim.Explorer.Axiomatic;
using Sim.Explorer.Litmus;

namespace Sim.Explorer.Tests;

/// <summary>Programs, beyond the litmus files, that single out one clause each. All verdicts follow from the clause in the paper named.</summary>
public sealed class AxiomTests
{
    public static TheoryData<string, string, string> Programs => new()
    {
        { "MP+dmb+data-rfi-addr [Pulte+18]", "armv8", "str x,1 ; dmb sy ; str y,1 | r1 = ldr y ; str z,r1 ; r2 = ldr z ; r3 = ldr x@r2 => 1:r1=1 /\\ 1:r2=1 /\\ 1:r3=0" },
        { "S+dmb+ctrl [Pulte+18]", "armv8", "str x,2 ; dmb sy ; str y,1 | r1 = ldr y ; [r1=1] str x,1 => 1:r1=1 /\\ x=2" },
        { "S+dmb+addr-po [Pulte+18]", "armv8", "str x,2 ; dmb sy ; str y,1 | r1 = ldr y ; r2 = ldr z@r1 ; str x,1 => 1:r1=1 /\\ x=2" },
        { "SB with an exclusive forwarded to an acquire [Pulte+18, aob]", "armv8", "r1 = ldxr x ; r2 = stxr x,1 ; r3 = ldar x ; r4 = ldr y | str y,1 ; dmb sy ; r1 = ldr x => 0:r2=0 /\\ 0:r3=1 /\\ 0:r4=0 /\\ 1:r1=0" },
        { "MP+dmb+dmb.ld [Pulte+18]", "armv8", "str x,1 ; dmb sy ; str y,1 | r1 = ldr y ; dmb ld ; r2 = ldr x => 1:r1=1 /\\ 1:r2=0" },
        { "MP+dmb.st+dmb [Pulte+18]", "armv8", "str x,1 ; dmb st ; str y,1 | r1 = ldr y ; dmb sy ; r2 = ldr x => 1:r1=1 /\\ 1:r2=0" },
        { "CoRW [Alglave+14]", "armv8", "r1 = ldr x ; str x,1 => 0:r1=1" },
        { "CoWR [Alglave+14]", "armv8", "str x,1 ; r1 = ldr x => 0:r1=0" },
        { "CoWW [Alglave+14]", "armv8", "str x,1 ; str x,2 => x=1" },
        { "two exclusives, one location [Pulte+18, atomic]", "armv8", "r1 = ldxr x ; r2 = stxr x,1 | r1 = ldxr x ; r2 = stxr x,2 => 0:r1=0 /\\ 0:r2=0 /\\ 1:r1=0 /\\ 1:r2=0" },
        { "no value from the future [Lamport79]", "epoch", "r1 = ld x ; [r1=1] st y,1 ; st x,1 => y=1" },
        { "SB [Lamport79]", "epoch", "st x,1 ; r1 = ld y ; [r1=0] st a,1 | st y,1 ; r1 = ld x ; [r1=0] st b,1 => a=1 /\\ b=1" },
        { "a load before another thread's store [Pelley+14]", "strand", "st y,1 ; pb ; r1 = ld x ; ns ; [r1=0] st z,1 | st x,1 => z=1 /\\ x=1 /\\ y=0" },
        { "a load before an own store of a later strand [Gogte+20]", "strand", "st y,1 ; pb ; r1 = ld x ; ns ; st x,1 => x=1 /\\ y=0" },
        { "two stores of one address [Pelley+14]", "epoch", "st y,1 ; pb ; st x,1 ; st f,1 | r1 = ld f ; [r1=1] st x,2 ; pb ; [r1=1] st z,1 => z=1 /\\ y=0" },
        { "stores before a release [LRP]", "rp", "str x,1 ; stlr y,1 => y=1 /\\ x=0" },
        { "stores before a release, stores after its acquire [LRP, ARP]", "rp", "str x,1 ; stlr f,1 | r1 = ldar f ; [r1=1] str y,1 => y=1 /\\ x=0" },
        { "stores before a release, stores after its acquire [LRP, ARP]", "arp", "str x,1 ; stlr f,1 | r1 = ldar f ; [r1=1] str y,1 => y=1 /\\ x=0" },
        { "one address in coherence order [LRP]", "rp", "str y,1 ; stlr x,1 ; str f,1 | r1 = ldr f ; [r1=1] str x,2 ; [r1=1] stlr z,1 => z=1 /\\ y=0" },
    };

    public static TheoryData<string, string, string> AllowedPrograms => new()
    {
        { "a release is no barrier for what follows", "rp", "str x,1 ; stlr f,1 ; str y,1 => y=1 /\\ f=0" },
        { "an acquire is no barrier for what came before", "rp", "str x,1 ; r1 = ldar f ; str y,1 => y=1 /\\ x=0" },
        { "a plain load does not synchronise", "rp", "str x,1 ; stlr f,1 | r1 = ldr f ; [r1=1] str y,1 => y=1 /\\ x=0" },
        { "ARP orders nothing before the release itself", "arp", "str x,1 ; stlr y,1 => y=1 /\\ x=0" },
        { "a store-exclusive may fail", "armv8", "r1 = ldxr x ; r2 = stxr x,1 => 0:r2=1 /\\ x=0" },
    };

    /// <summary>The programs as tests, for the mutation test.</summary>
    internal static IEnumerable<(string Model, LitmusTest Test)> Tests => Programs.Select(row => (row.Data.Item2, Parse(row.Data.Item2, row.Data.Item3)));

    [Theory]
    [MemberData(nameof(Programs))]
    public void The_clause_forbids_the_outcome(string name, string model, string program) =>
        Assert.False(AxiomaticJudge.Explain(Parse(model, program), model).IsAllowed, name);

    [Theory]
    [MemberData(nameof(AllowedPrograms))]
    public void No_clause_forbids_the_outcome(string name, string model, string program) =>
        Assert.True(AxiomaticJudge.Explain(Parse(model, program), model).IsAllowed, name);

    // Threads stand side by side, instructions are separated by semicolons, the condition follows the arrow.
    private static LitmusTest Parse(string model, string program)
    {
        string[] sides = program.Split("=>", StringSplitOptions.TrimEntries);
        string[][] threads = [.. sides[0].Split('|').Select(thread => thread.Split(';', StringSplitOptions.TrimEntries))];
        IEnumerable<string> rows = Enumerable.Range(0, threads.Max(thread => thread.Length))
            .Select(row => string.Join(" | ", threads.Select(thread => row < thread.Length ? thread[row] : "")) + " ;");
        IEnumerable<string> locations = new[] { "a", "b", "f", "x", "y", "z" };
        return LitmusParser.Parse(model, $"""
            PMLITMUS 1
            name     program
            family   axioms
            arch     {(model is "epoch" or "strand" ? "epoch" : "arm")}
            kind     {(model is "armv8" ? "final" : "crash")}
            title    program
            init     {string.Join("; ", locations.Select(location => location + "=0"))}
            program
             {string.Join(" | ", threads.Select((_, index) => $"P{index}"))} ;
             {string.Join("\n ", rows)}
            end
            exists   {sides[1]}
            verdict  {(model is "epoch" or "strand" or "armv8" ? model : "parmv8")} forbid derived

            """);
    }
}
