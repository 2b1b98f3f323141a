using System.Text;
using CsCheck;
using Sim.Explorer.Litmus;
using Sim.Simulator;

namespace Sim.Explorer.Tests;

public sealed class LitmusParserTests
{
    private const string Valid = """
        PMLITMUS 1
        name     demo
        family   tests
        arch     x86
        kind     recover
        title    Everything that x86 has # and a comment
        lines    {x y}
        init     f=0; x=0; y=-7
        volatile f
        program
         P0            | P1                    ;
         st x,1        | r1 = cas f,0,r2       ;
         stv x y,2     | [r1=0][r2!=-3] clwb x ;
         sfence        |                       ;
        end
        recovery
         R0            ;
         r10 = ld y    ;
         r2 = ld x@r10 ;
        end
        exists   R0:r2=1 /\ ~(x=0 \/ y!=2)
        verdict  px86      forbid published  Somebody 2020
        verdict  px86-line allow  derived
        outcomes px86      (R0:r2=0,R0:r10=-7,x=0,y=-7)
        note     the first
        note     the second
        """;

    public static TheoryData<string> Names => [.. LitmusFiles.Names];

    [Fact]
    public void There_are_212_tests_with_568_verdicts_and_as_many_outcome_sets()
    {
        LitmusTest[] tests = [.. LitmusFiles.Names.Select(LitmusFiles.Read)];

        Assert.Equal((212, 568, 568), (tests.Length, tests.Sum(test => test.Verdicts.Count), tests.Sum(test => test.Outcomes.Count)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_printed_test_is_the_file_up_to_spaces(string name) =>
        Assert.Equal(Normal(LitmusFiles.Text(name)), Normal(LitmusPrinter.Print(LitmusFiles.Read(name))));

    [Fact]
    public void A_test_is_read_with_all_its_parts()
    {
        LitmusTest test = LitmusParser.Parse("demo.litmus", Valid);

        Assert.Equal(("demo", LitmusArchitecture.X86, LitmusKind.Recover), (test.Name, test.Architecture, test.Kind));
        Assert.Equal("Everything that x86 has", test.Title);
        Assert.Equal([new("f", 0, 1, 0, IsVolatile: true), new("x", 0, 0, 0), new("y", -7, 0, 1)], test.Locations);
        Assert.Equal(["R0:r2", "R0:r10", "x", "y"], test.Observables.Select(observable => observable.Name));
        Assert.Equal(["st x,1", "stv x y,2", "sfence"], test.Threads[0].Instructions.Select(instruction => instruction.Text));
        Assert.Equal([new(1, true, 0), new(2, false, -3)], test.Threads[1].Instructions[1].Guards);
        Assert.Equal(10, test.Recovery[0].Instructions[1].AddressRegister);
        Assert.Equal([new("px86", false, true, "Somebody 2020", 22), new("px86-line", true, false, "", 23)], test.Verdicts);
        Assert.Equal(["R0:r2=0,R0:r10=-7,x=0,y=-7"], test.Outcomes["px86"]);
        Assert.Equal("the first\nthe second", test.Note);
    }

    [Fact]
    public void Only_observed_names_are_in_outcomes_but_the_condition_may_speak_about_all()
    {
        LitmusTest test = LitmusParser.Parse("demo.litmus", Valid
            .Replace("program", "observe  y R0:r2\nprogram", StringComparison.Ordinal)
            .Replace("(R0:r2=0,R0:r10=-7,x=0,y=-7)", "(y=-7,R0:r2=0)", StringComparison.Ordinal));

        Assert.Equal(["y", "R0:r2"], test.Observables.Select(observable => observable.Name));
        Assert.Contains("observe  y R0:r2\n", LitmusPrinter.Print(test), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PMLITMUS 1", "PMLITMUS 2", "1:10: found '2', expected '1'")]
    [InlineData("family   tests", "famly    tests", "3:1: found 'famly', expected one of the keys name, family, arch")]
    [InlineData("family   tests", "name     again", "3:1: a second 'name'")]
    [InlineData("title    Every", "family   tests\ntitle    Every", "6:1: 'family' must come before 'kind'")]
    [InlineData("arch     x86\n", "", "4:1: found 'kind', expected the key 'arch'")]
    [InlineData("arch     x86", "arch     z80", "4:10: found 'z80', expected one of x86, arm, epoch, cxl, rdma")]
    [InlineData("kind     recover", "kind     crash", "16:9: only kinds recover and crash2 have a recovery")]
    [InlineData("kind     recover", "kind     recover twice", "5:18: found 'twice', expected the end of the line")]
    [InlineData("{x y}", "{x z}", "7:13: found 'z', expected a location of the init line: f, x, y")]
    [InlineData("{x y}", "{x x}", "7:13: 'x' has a line already")]
    [InlineData("{x y}", "{x y", "7:14: found the end of the line, expected a location")]
    [InlineData("y=-7\n", "y\n", "8:21: found the end of the line, expected '='")]
    [InlineData("y=-7\n", "x=-7\n", "8:20: a second initial value of 'x'")]
    [InlineData("y=-7\n", "r1=-7\n", "8:20: found 'r1', expected the name of a location: letters, digits and '_', no register or machine")]
    [InlineData("y=-7\n", "y=9223372036854775808\n", "8:22: found '9223372036854775808', expected an integer of 64 bits")]
    [InlineData("volatile f", "volatile g", "9:10: found 'g', expected a location of the init line: f, x, y")]
    [InlineData("volatile f\n", "owner    x=m1\n", "9:10: only arch cxl has owners")]
    [InlineData("| P1 ", "| P2 ", "11:18: found 'P2', expected 'P1', the name of the next thread")]
    [InlineData("P0            |", "P0@m1         |", "11:5: only arch cxl has machines")]
    [InlineData(" st x,1        |", " st q,1        |", "12:5: found 'q', expected a location of the init line: f, x, y")]
    [InlineData(" st x,1        |", " str x,1       |", "12:2: found 'str', expected an instruction of arch x86: st, nt, stv")]
    [InlineData(" st x,1        |", " st x          |", "12:16: found '|', expected ','")]
    [InlineData(" st x,1        |", " st x,r100     |", "12:7: found 'r100', expected a register r1 to r99")]
    [InlineData(" st x,1        |", " r1 = st x,1   |", "12:7: found a register before 'st', which has no result")]
    [InlineData(" st x,1        |", " st x,1 2      |", "12:9: found '2', expected '|' after cell 1 of 2")]
    [InlineData("r1 = cas f,0,r2", "cas f,0,r2     ", "12:18: found 'cas', expected a register and '=' before 'cas'")]
    [InlineData(" stv x y,2     ", " stv x x,2     ", "13:8: a wide store writes 'x' twice")]
    [InlineData("[r2!=-3]", "[r2<1]", "13:27: found '<', expected '=' or '!='")]
    [InlineData(" sfence        |                       ;", " sfence        ;", "14:16: found ';', expected '|' after cell 1 of 2")]
    [InlineData(" sfence        |                       ;", " sfence |  |   ;", "14:12: found '|', expected ';' after cell 2 of 2")]
    [InlineData(" r10 = ld y    ;\n r2 = ld x@r10 ;\nend\n", " r10 = ld y    ;\n", "19:1: found 'exists', expected an instruction of arch x86")]
    [InlineData("R0:r2=1 ", "R0:r3=1 ", "21:10: found 'R0', expected one of the observables R0:r2, R0:r10, x, y")]
    [InlineData("R0:r2=1 ", "f=1     ", "21:10: found 'f', expected one of the observables R0:r2, R0:r10, x, y")]
    [InlineData("y!=2)", "y!=2", @"21:34: found the end of the line, expected '/\', '\/' or ')'")]
    [InlineData("px86-line allow", "px86      allow", "23:10: a second verdict of px86")]
    [InlineData("px86-line allow", "armv8     allow", "23:10: found 'armv8', expected a model of arch x86: sc, tso, px86, px86-line, eadr")]
    [InlineData("px86-line allow ", "px86-line allows", "23:20: found 'allows', expected 'allow' or 'forbid'")]
    [InlineData("r10=-7,x=0", "r10=-7,y=0", "24:39: found 'y', expected 'x'")]
    [InlineData("x=0,y=-7)", "x=0)", "24:42: found ')', expected ','")]
    [InlineData("x=0,y=-7)", "x=0,y=-7) (R0:r2=0,R0:r10=-7,x=0,y=-7)", "24:49: (R0:r2=0,R0:r10=-7,x=0,y=-7) stands there twice")]
    public void A_mistake_is_reported_with_its_place_and_what_was_expected(string right, string wrong, string complaint)
    {
        Assert.Contains(right, Valid, StringComparison.Ordinal);
        string text = Valid.Replace(right, wrong, StringComparison.Ordinal);

        InputException failure = Assert.Throws<InputException>(() => LitmusParser.Parse("demo.litmus", text));

        Assert.StartsWith($"demo.litmus:{complaint}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncated_file_is_a_mistake_or_a_shorter_test() =>
        Assert.All(Enumerable.Range(0, Valid.Length), length => ParsesOrComplains(Encoding.UTF8.GetBytes(Valid[..length])));

    [Fact]
    public void Bytes_that_are_no_text_are_reported_with_their_place()
    {
        InputException failure = Assert.Throws<InputException>(() => LitmusParser.Parse("demo.litmus", [.. "PMLITMUS 1\nna"u8, 0xFF]));

        Assert.Equal("demo.litmus:2:3: found bytes that are no UTF-8, expected UTF-8", failure.Message);
    }

    [Fact]
    public void Damaged_files_never_fail_otherwise_than_with_a_complaint()
    {
        string[] fragments = ["", " ", "\n", "|", ";", "#", "[r1=", "r1", "m1:", "(", "~", @"\/", "99999999999999999999", "-", "{", "end\n", "P0", "\0", "é", "crash m1", "x"];
        Gen.Select(Gen.Int[0, LitmusFiles.Names.Count - 1], Gen.Int[0, 2000], Gen.Int[0, 12], Gen.Int[0, fragments.Length - 1]).Sample(
            (file, start, removed, fragment) =>
            {
                string text = LitmusFiles.Text(LitmusFiles.Names[file]);
                start = Math.Min(start, text.Length);
                string damaged = text.Remove(start, Math.Min(removed, text.Length - start)).Insert(start, fragments[fragment]);
                ParsesOrComplains(Encoding.UTF8.GetBytes(damaged));
            },
            iter: 20_000);
    }

    [Fact]
    public void Random_bytes_never_fail_otherwise_than_with_a_complaint() =>
        Gen.Byte.Array[0, 200].Sample(bytes => ParsesOrComplains([.. "PMLITMUS 1\nname "u8, .. bytes]), iter: 5_000);

    [Fact]
    public void Deep_conditions_are_refused() => Assert.Contains("the condition has more than 500 terms",
        Assert.Throws<InputException>(() => LitmusParser.Parse("f", Valid.Replace("exists   ", "exists   " + new string('(', 100_000), StringComparison.Ordinal))).Message,
        StringComparison.Ordinal);

    private static void ParsesOrComplains(byte[] bytes)
    {
        try
        {
            LitmusTest test = LitmusParser.Parse("f", bytes);
            string printed = LitmusPrinter.Print(test);
            Assert.Equal(printed, LitmusPrinter.Print(LitmusParser.Parse("f", printed)));
        }
        catch (InputException complaint)
        {
            Assert.Matches(@"^f:\d+:\d+: .+", complaint.Message);
        }
    }

    // Tuples may come in any order.
    private static string Normal(string text) => string.Join('\n', text.Split('\n').Select(line =>
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', line.StartsWith("outcomes", StringComparison.Ordinal) ? words.Order(StringComparer.Ordinal) : words);
    }));
}
