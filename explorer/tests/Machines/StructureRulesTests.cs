using CsCheck;
using Sim.CacheModel;
using Sim.Explorer.Litmus;

namespace Sim.Explorer.Tests;

/// <summary>The rules that structures run on, against the exact machines: programs in x86 words, translated.</summary>
public sealed class StructureRulesTests
{
    private static readonly string[] Instructions =
        ["st x,1", "st y,1", "st x,2", "st z,1", "r1 = ld x", "r2 = ld y", "r3 = ld x", "clwb x", "clwb y", "sfence", "mfence"];

    private static readonly string[] CxlInstructions = ["st x,1", "st y,1", "st x,2", "nt x,3", "nt y,2", "r1 = ld x", "r2 = ld y", "clwb x", "clwb y"];

    [Theory]
    [InlineData("final")]
    [InlineData("crash")]
    public void With_all_loads_ordered_the_rules_are_the_machine_with_acquire_loads(string kind) => Agree("parmv8", kind, "ldapr", "str");

    [Theory]
    [InlineData("final")]
    [InlineData("crash")]
    public void For_volatile_accesses_the_rules_are_the_machine_with_acquire_loads_and_release_stores(string kind) =>
        Agree("parmv8-volatile", kind, "ldapr", "stlr");

    [Theory]
    [InlineData("final")]
    [InlineData("crash")]
    public void Without_dependencies_the_rules_allow_what_all_allows_and_only_what_the_machine_does(string kind) => Programs(Instructions).Sample(
        threads =>
        {
            IReadOnlySet<string> none = Rules("parmv8-none", kind, threads);
            return none.IsSupersetOf(Rules("parmv8", kind, threads)) && none.IsSubsetOf(Arm(kind, threads, "ldr", "str"));
        },
        iter: 400, print: Print);

    [Fact]
    public void Without_dependencies_loads_overtake_loads_and_stores_do_not_overtake_loads()
    {
        string[][] messagePassing = [["st x,1", "mfence", "st y,1"], ["r1 = ld y", "r2 = ld x"]];
        string[][] loadBuffering = [["r1 = ld x", "st y,1"], ["r1 = ld y", "st x,1"]];

        Assert.Contains("1:r1=1,1:r2=0,x=1,y=1,z=0", Rules("parmv8-none", "final", messagePassing));
        Assert.DoesNotContain("1:r1=1,1:r2=0,x=1,y=1,z=0", Rules("parmv8", "final", messagePassing));
        Assert.DoesNotContain("0:r1=1,1:r1=1,x=1,y=1,z=0", Rules("parmv8-none", "final", loadBuffering));
    }

    [Fact]
    public void What_a_crash_of_all_hosts_leaves_is_what_cxl0_says() => Programs(CxlInstructions).Sample(
        threads => Rules("cxl0", "crash", [.. threads.Select(Fenced)]).SetEquals(LitmusOutcomesOf.Set("cxl0", CxlBody(threads))),
        iter: 300, print: Print);

    [Theory]
    [InlineData("rdma-ddio", "st x,1; clwb x; sfence; st y,1", "00 10 11")]
    [InlineData("rdma-ddio", "st x,1; clwb x; st y,1", "00 10 11")]
    [InlineData("rdma-ddio", "st x,1; sfence; st y,1", "00 01 10 11")]
    [InlineData("rdma-ddio", "st x,1; r1 = ld y; st y,1", "00 01 10 11")]
    [InlineData("rdma-ddio", "nt x,1; st y,1", "00 10 11")]
    [InlineData("rdma-direct", "st x,1; st y,1", "00 10 11")]
    [InlineData("rdma-gpspm", "st x,1; clwb x; st y,1", "00 01 10 11")]
    [InlineData("rdma-gpspm", "st x,1; clwb x; sfence; st y,1", "00 10 11")]
    public void A_queue_pair_places_in_order_and_persists_what_its_method_says(string model, string program, string expected) => Assert.Equal(
        expected,
        string.Join(' ', Rules(model, "crash", [program.Split("; ")])
            .Select(outcome => $"{outcome[2]}{outcome[6]}").Order(StringComparer.Ordinal)));

    private static Gen<string[][]> Programs(string[] instructions) =>
        Gen.Int[0, instructions.Length - 1].Select(index => instructions[index]).Array[1, 4].Array[2];

    private static void Agree(string model, string kind, string load, string store) => Programs(Instructions).Sample(
        threads => Rules(model, kind, threads).SetEquals(Arm(kind, threads, load, store)), iter: 600, print: Print);

    private static IReadOnlySet<string> Rules(string model, string kind, string[][] threads) => new RuleExecutions(
        LitmusOutcomesOf.Parse(LitmusOutcomesOf.Body("x86", kind, threads)), PersistencyModel.Find(model)!, CancellationToken.None).Outcomes;

    private static IReadOnlySet<string> Arm(string kind, string[][] threads, string load, string store) => LitmusOutcomesOf.Set(
        kind == "final" ? "armv8" : "parmv8", LitmusOutcomesOf.Body("arm", kind, [.. threads.Select(thread => thread.Select(instruction => instruction
            .Replace("= ld ", $"= {load} ", StringComparison.Ordinal)
            .Replace("st ", $"{store} ", StringComparison.Ordinal)
            .Replace("clwb ", "cvap ", StringComparison.Ordinal)
            .Replace("sfence", "dsb sy", StringComparison.Ordinal)
            .Replace("mfence", "dsb sy", StringComparison.Ordinal)).ToArray())]));

    private static string Print(string[][] threads) => string.Join(" || ", threads.Select(thread => string.Join("; ", thread)));

    private static string[] Fenced(string[] thread) =>
        [.. thread.SelectMany(instruction => instruction.StartsWith("clwb", StringComparison.Ordinal) ? (string[])[instruction, "sfence"] : [instruction])];

    private static string CxlBody(string[][] threads)
    {
        string program = LitmusOutcomesOf.Body("cxl", "crash2", [.. threads.Select(thread => thread.Select(instruction => instruction
            .Replace("st ", "lst ", StringComparison.Ordinal)
            .Replace("nt ", "mst ", StringComparison.Ordinal)
            .Replace("clwb ", "rflush ", StringComparison.Ordinal)).ToArray())]);
        return program.Replace("program\nP0 | P1", "owner x=m9 y=m9 z=m9\nprogram\nP0@m1 | P1@m2", StringComparison.Ordinal)
            + "\nrecovery\n R0@m3 ;\n r1 = ld x ;\nend";
    }
}
