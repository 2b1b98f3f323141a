using CsCheck;
using Sim.Explorer.Axiomatic;
using Sim.Explorer.Litmus;

namespace Sim.Explorer.Tests;

/// <summary>The Arm machine against the axioms, on random programs with every instruction.</summary>
public sealed class ArmMachineAgreementTests
{
    private static readonly string[] Loads = ["ldr", "ldar", "ldapr", "ldxr", "ldaxr"];
    private static readonly string[] Stores = ["str", "stlr"];
    private static readonly string[] StoreExclusives = ["stxr", "stlxr"];
    private static readonly string[] Barriers = ["dmb sy", "dmb ld", "dmb st", "dsb sy", "dsb ld", "dsb st", "isb"];

    private static Gen<string> Location => Gen.OneOf(Gen.Const("x"), Gen.Const("y"), Gen.Const("z"));

    private static Gen<string> Register => Gen.Int[1, 3].Select(number => $"r{number}");

    private static Gen<string> Address => Gen.Frequency((4, Location), (1, Gen.Select(Location, Register, (location, register) => $"{location}@{register}")));

    private static Gen<string> Value => Gen.Frequency((3, Gen.Int[1, 2].Select(value => $"{value}")), (1, Register));

    private static Gen<string> Guards => Gen.Frequency(
        (5, Gen.Const("")),
        (2, Guard),
        (1, Gen.Select(Guard, Guard, (first, second) => first + second)));

    private static Gen<string> Guard => Gen.Select(Register, Gen.Bool, Gen.Int[0, 2], (register, isEqual, value) => $"[{register}{(isEqual ? "=" : "!=")}{value}]");

    private static Gen<string> Access => Gen.Frequency(
        (4, Gen.Select(Register, OneOf(Loads), Address, (register, load, address) => $"{register} = {load} {address}")),
        (4, Gen.Select(OneOf(Stores), Address, Value, (store, address, value) => $"{store} {address},{value}")),
        (2, Gen.Select(Register, OneOf(StoreExclusives), Location, Value, (register, store, location, value) => $"{register} = {store} {location},{value}")),
        (2, OneOf(Barriers)));

    private static Gen<string> Persist => Gen.Frequency(
        (3, Access), (1, Address.Select(address => $"cvap {address}")), (1, Gen.OneOf(Gen.Const("dsb sy"), Gen.Const("dmb sy"))));

    private static Gen<string> Exclusive => Gen.Frequency(
        (3, OneOf(["r1 = ldxr x", "r2 = ldaxr x", "r3 = stxr x,1", "r4 = stxr x,2", "r3 = stlxr x,3", "r4 = ldr x", "r5 = ldapr x", "str x,4"])),
        (1, OneOf(["r5 = ldr y", "r1 = ldr y@r4", "str y,1", "stlr y,2", "dmb sy"])));

    [Fact]
    public void The_machine_and_the_axioms_agree_on_exclusives() => Agree("armv8", "final", Exclusive, iterations: 1500);

    [Fact]
    public void The_machine_and_the_axioms_agree_on_random_programs() => Agree("armv8", "final", Access, iterations: 1500);

    [Fact]
    public void The_machine_and_the_axioms_agree_on_what_crashes_leave() => Agree("parmv8", "crash", Persist, iterations: 1500);

    private static void Agree(string model, string kind, Gen<string> instruction, int iterations) =>
        Gen.Select(Guards, instruction, (guards, text) => guards.Length > 0 ? $"{guards} {text}" : text).Array[1, 4].Array[2].Sample(
            threads =>
            {
                LitmusTest test = LitmusOutcomesOf.Parse(LitmusOutcomesOf.Body("arm", kind, threads, lines: "{x y}"));
                return ProgramExecutions.Of(test, model).Outcomes.SetEquals(AxiomaticJudge.Outcomes(test, model));
            },
            iter: iterations,
            print: threads => string.Join(" || ", threads.Select(thread => string.Join("; ", thread))));

    private static Gen<string> OneOf(string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);
}
