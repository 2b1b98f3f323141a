using Sim.Explorer.Litmus;

namespace Sim.Explorer.Ordering;

/// <summary>An instruction whose order with others is probed; <c>@</c> stands for its location.</summary>
/// <param name="Name">Its short name in the literature.</param>
/// <param name="Text">The instruction in the litmus format.</param>
/// <param name="Prefixes">What stands before it where it is the earlier one: without anything to flush or to order, a flush or a fence does nothing.</param>
/// <param name="Suffixes">What stands behind it where it is the later one, so that its effect shows.</param>
internal sealed record ProbedInstruction(string Name, string Text, IReadOnlyList<string> Prefixes, IReadOnlyList<string> Suffixes)
{
    private static readonly string[] Nothing = [""];

    private static readonly ProbedInstruction[] X86 =
    [
        new("R", "# = ld @", Nothing, ["", "st z,#"]),
        new("W", "st @,1", Nothing, Nothing),
        new("NT", "nt @,1", Nothing, Nothing),
        new("U", "# = xchg @,1", Nothing, ["", "st z,1"]),
        new("MF", "mfence", Nothing, ["st z,1"]),
        new("SF", "sfence", ["st v,1", "st v,1;clwb v", "nt v,1"], ["st z,1"]),
        new("FO", "clwb @", ["", "st @,1"], ["sfence;st z,1", "mfence;st z,1", "sfence;st z,r1"]),
        new("FL", "clflush @", ["", "st @,1"], ["st z,1", "st z,r1"]),
    ];

    private static readonly ProbedInstruction[] Arm =
    [
        new("R", "# = ldr @", Nothing, ["", "str z,#"]),
        new("A", "# = ldar @", Nothing, [""]),
        new("W", "str @,1", Nothing, Nothing),
        new("L", "stlr @,1", Nothing, Nothing),
        new("DMB", "dmb sy", ["str v,1", "r8 = ldr v"], ["str z,1", "r9 = ldr z"]),
        new("DSB", "dsb sy", ["str v,1", "r8 = ldr v", "str v,1;cvap v"], ["str z,1", "r9 = ldr z"]),
        new("FO", "cvap @", ["", "str @,1"], ["dsb sy;str z,1", "dsb sy;str z,r1"]),
    ];

    private static readonly ProbedInstruction[] Epoch =
    [
        new("R", "# = ld @", Nothing, ["", "st z,#"]),
        new("W", "st @,1", Nothing, ["", "st z,r1"]),
        new("PB", "pb", ["st v,1"], ["st z,1"]),
        new("NS", "ns", ["st v,1", "st v,1;pb"], ["st z,1", "pb;st z,1"]),
        new("JS", "js", ["st v,1"], ["st z,1"]),
        new("DF", "dfence", ["st v,1"], ["st z,1"]),
    ];

    /// <summary>Whether it names a location.</summary>
    public bool HasLocation => Text.Contains('@', StringComparison.Ordinal);

    /// <summary>The instructions of an architecture; none where order is not probed.</summary>
    public static IReadOnlyList<ProbedInstruction> Of(LitmusArchitecture architecture) => architecture switch
    {
        LitmusArchitecture.X86 => X86,
        LitmusArchitecture.Arm => Arm,
        LitmusArchitecture.Epoch => Epoch,
        _ => [],
    };

    /// <summary>The instruction that orders everything before with everything after it.</summary>
    public static string FullFence(LitmusArchitecture architecture) => architecture switch
    {
        LitmusArchitecture.X86 => "mfence",
        LitmusArchitecture.Arm => "dsb sy",
        _ => "dfence",
    };

    /// <summary>The programs of a second thread that watch the probed one; <c>A</c> and <c>B</c> stand for the two locations.</summary>
    public static IReadOnlyList<string> Watchers(LitmusArchitecture architecture) => architecture switch
    {
        LitmusArchitecture.X86 =>
        [
            "", "r1 = ld B;r2 = ld A", "r1 = ld A;r2 = ld B", "st B,2;mfence;r1 = ld A", "st A,2;mfence;r1 = ld B", "st B,2;st A,2", "st A,2;st B,2",
            "st B,2;mfence;clwb A;sfence;st u,1", "st A,2;mfence;clwb B;sfence;st u,1", "st B,2;clflush A;st u,1", "st A,2;mfence;clflush B;st u,1",
            "st B,2;mfence;clflush A;st u,1", "r1 = ld B;st A,2", "r1 = ld A;st B,2", "st B,2;mfence;r1 = ld v", "r1 = ld B;r2 = ld v", "r1 = ld z;r2 = ld A", "st B,2;mfence;r1 = ld A;[r1=0] st u,1",
        ],
        LitmusArchitecture.Arm =>
        [
            "", "r1 = ldr B;dsb sy;r2 = ldr A", "r1 = ldr A;dsb sy;r2 = ldr B", "str B,2;dsb sy;r1 = ldr A", "str A,2;dsb sy;r1 = ldr B", "str B,2;dsb sy;str A,2",
            "str A,2;dsb sy;str B,2", "r1 = ldr B;dsb sy;str A,2", "r1 = ldr A;dsb sy;str B,2", "str B,2;dsb sy;cvap A;dsb sy;str u,1",
            "str A,2;dsb sy;cvap B;dsb sy;str u,1", "r1 = ldr B;dsb sy;r2 = ldr v", "str B,2;dsb sy;r1 = ldr v", "r1 = ldr B;dsb sy;str v,2",
            "r1 = ldr z;dsb sy;r2 = ldr A", "str z,2;dsb sy;r1 = ldr A", "r1 = ldr z;dsb sy;str A,2", "str z,2;dsb sy;str A,2",
            "r1 = ldr z;dsb sy;r2 = ldr v", "str z,2;dsb sy;r1 = ldr v", "r1 = ldr z;dsb sy;str v,2", "str z,2;dsb sy;str v,2",
        ],
        _ => ["", "st A,2", "st A,2;dfence;st B,2", "st B,2;dfence;st A,2", "r1 = ld B;dfence;st u,r1", "r1 = ld A;dfence;st u,r1", "st A,2;r1 = ld B;dfence;st u,r1"],
    };
}
