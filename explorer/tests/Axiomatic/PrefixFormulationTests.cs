using CsCheck;
using Sim.Explorer.Axiomatic;
using Sim.Explorer.Litmus;

namespace Sim.Explorer.Tests;

/// <summary>
/// The judge cuts complete executions. The axioms as published [Cho+21] take a program-order prefix of every thread, in which P is what its flushes
/// cover, and a crash state takes per unit any prefix of the order that contains P. Both must give the same crash states.
/// </summary>
public sealed class PrefixFormulationTests
{
    private static readonly string[] X86 = ["st x,1", "st w,2", "st y,1", "r1 = ld x", "r2 = ld y", "[r1=1] st y,2", "clwb x", "clflush x", "clflush y", "sfence", "mfence", "r3 = xchg y,3"];

    private static readonly string[] Arm = ["str x,1", "str w,2", "stlr y,1", "r1 = ldr x", "r2 = ldar y", "[r1=1] str y,2", "cvap x", "cvap y", "dsb sy", "dmb sy", "dmb st", "str w,r2"];

    public static TheoryData<string, string> FilesAndModels => [.. LitmusFiles.Names.Select(LitmusFiles.Read)
        .Where(test => test.Kind == LitmusKind.Crash && !test.Threads.Any(thread => thread.Instructions.Any(instruction => instruction.Opcode is LitmusOpcode.NonTemporalStore or LitmusOpcode.WideStore)))
        .SelectMany(test => test.Outcomes.Keys.Intersect(["px86", "px86-line", "parmv8"]).Select(model => new TheoryDataRow<string, string>(test.Name, model)))];

    [Theory]
    [MemberData(nameof(FilesAndModels))]
    public void Prefixes_and_cuts_give_the_same_crash_states(string name, string model) =>
        Assert.Equal(LitmusFiles.Read(name).Outcomes[model].Order(StringComparer.Ordinal), ByPrefixes(LitmusFiles.Read(name), model).Order(StringComparer.Ordinal));

    [Fact]
    public void Prefixes_and_cuts_give_the_same_crash_states_of_random_x86_programs() => Agree("x86", X86, "px86", "px86-line");

    [Fact]
    public void Prefixes_and_cuts_give_the_same_crash_states_of_random_Arm_programs() => Agree("arm", Arm, "parmv8");

    private static void Agree(string architecture, string[] instructions, params string[] models) =>
        Gen.Int[0, instructions.Length - 1].Select(index => instructions[index]).Array[1, 4].Array[2].Sample(
            threads =>
            {
                IEnumerable<string> rows = Enumerable.Range(0, 4).Select(row => $" {threads[0].ElementAtOrDefault(row)} | {threads[1].ElementAtOrDefault(row)} ;").Where(row => row != "  |  ;");
                LitmusTest test = LitmusParser.Parse("random", $"""
                    PMLITMUS 1
                    name     random
                    family   prefix
                    arch     {architecture}
                    kind     crash
                    title    random
                    lines    {"{"}x w{"}"}
                    init     w=0; x=0; y=0
                    program
                     P0 | P1 ;
                    {string.Join('\n', rows)}
                    end
                    exists   x=0
                    verdict  {models[0]} allow derived

                    """);
                return models.All(model => AxiomaticJudge.Outcomes(test, model).SetEquals(ByPrefixes(test, model)));
            },
            iter: 400, print: threads => string.Join(" || ", threads.Select(thread => string.Join("; ", thread))));

    private static HashSet<string> ByPrefixes(LitmusTest test, string model)
    {
        HashSet<string> outcomes = [];
        AddPrefixes(test, AxiomaticModel.Of(model).Without("external/fob-after"), [], outcomes);
        return outcomes;
    }

    private static void AddPrefixes(LitmusTest test, AxiomaticModel model, LitmusThread[] prefixes, HashSet<string> outcomes)
    {
        if (prefixes.Length == test.Threads.Count)
        {
            long[] initial = [.. test.Locations.Select(location => location.Initial)];
            new CandidateEnumeration(model, test, prefixes, initial, crashes: true, violationLimit: 0, (x, _) => AddStates(test, x, outcomes)).Run();
            return;
        }
        LitmusThread thread = test.Threads[prefixes.Length];
        for (int length = 0; length <= thread.Instructions.Count; length++)
        {
            AddPrefixes(test, model, [.. prefixes, thread with { Instructions = [.. thread.Instructions.Take(length)] }], outcomes);
        }
    }

    private static void AddStates(LitmusTest test, Candidate x, HashSet<string> outcomes)
    {
        int[] persisted = new int[x.Order.Length];
        for (int i = 0; i < x.CoverCount; i++)
        {
            persisted[x.CoverUnit[i]] = Math.Max(persisted[x.CoverUnit[i]], x.Covered[i]);
        }
        PersistOrder cuts = new(x.Events.Length, x.Order.Length);
        cuts.Begin(x, []);
        do
        {
            if (!persisted.Zip(cuts.Kept).All(unit => unit.Second >= unit.First)) { continue; }
            long[] memory = new long[x.Initial.Length];
            AxiomaticJudge.Memory(test, x, cuts.Kept, memory);
            outcomes.Add(AxiomaticJudge.OutcomeText(test, memory));
        }
        while (cuts.NextCut());
    }
}
