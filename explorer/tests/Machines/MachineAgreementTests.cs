using CsCheck;
using Sim.Explorer.Axiomatic;
using Sim.Explorer.Litmus;

namespace Sim.Explorer.Tests;

/// <summary>The machines of CXL0 and RDMA against the judge, on random programs with every instruction.</summary>
public sealed class MachineAgreementTests
{
    private static Gen<string> Location => OneOf("x", "y");

    private static Gen<string> Value => Gen.Frequency((3, OneOf("1", "2")), (1, OneOf("r1", "r2")));

    private static Gen<string> Guard => Gen.Frequency((4, Gen.Const("")), (1, OneOf("[r1=1] ", "[r2!=0] ", "[r1=0][r2=1] ")));

    private static Gen<string> Cxl => Gen.Select(Guard, OneOf("", "", "m1:", "m2:", "m3:"), Gen.Frequency(
        (4, Gen.Select(OneOf("lst", "rst", "mst"), Location, Value, (store, location, value) => $"{store} {location},{value}")),
        (3, Gen.Select(OneOf("r1", "r2", "r3"), Location, (register, location) => $"{register} = ld {location}")),
        (2, Gen.Select(OneOf("r1", "r2"), OneOf("lxchg", "rxchg", "mxchg"), Location, Value, (register, exchange, location, value) => $"{register} = {exchange} {location},{value}")),
        (2, Gen.Select(OneOf("lflush", "rflush"), Location, (flush, location) => $"{flush} {location}")),
        (1, Gen.Const("gpf")),
        (3, OneOf("crash m1", "crash m2", "crash m3"))),
        (guard, machine, text) => guard + (text.StartsWith("crash", StringComparison.Ordinal) ? "" : machine) + text);

    private static Gen<string> Rdma => Gen.Select(Guard, Gen.Frequency(
        (4, Gen.Select(OneOf("rw", "raw"), Location, Value, (write, location, value) => $"{write} {location},{value}")),
        (2, Gen.Select(OneOf("r1", "r2"), Location, (register, location) => $"{register} = rr {location}")),
        (2, OneOf("rfv", "rfp")),
        (2, OneOf("r1 = wait", "r3 = wait"))),
        (guard, text) => guard + text);

    [Theory]
    [InlineData("cxl0")]
    [InlineData("cxl0-psn")]
    [InlineData("cxl0-lwb")]
    public void The_machine_of_cxl0_and_the_judge_agree(string model) => Cxl.Array[1, 4].Array[2].Sample(
        threads => Agree(model, LitmusOutcomesOf.Body("cxl", "crash", threads)
            .Replace("z=0\nprogram\nP0 | P1", "z=0\nowner x=m2 y=m3 z=m1\nvmach m3\nprogram\nP0@m1 | P1@m2", StringComparison.Ordinal)),
        iter: 400, print: threads => string.Join(" || ", threads.Select(thread => string.Join("; ", thread))));

    [Theory]
    [InlineData("rdma-ddio")]
    [InlineData("rdma-direct")]
    public void The_machine_of_rdma_and_the_judge_agree(string model) => Rdma.Array[1, 7].Sample(
        thread => Agree(model, LitmusOutcomesOf.Body("rdma", "crash", [thread])), iter: 1000, print: thread => string.Join("; ", thread));

    private static bool Agree(string model, string body)
    {
        LitmusTest test = LitmusOutcomesOf.Parse(body);
        return LitmusRunner.Run(test, model).Outcomes.SequenceEqual(AxiomaticJudge.Outcomes(test, model).Order(StringComparer.Ordinal));
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);
}
