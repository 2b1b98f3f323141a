using System.Globalization;
using Sim.Explorer.Litmus;

namespace Sim.Explorer.Agreement;

/// <summary>Makes a litmus test of a sequence of letters for each thread.</summary>
/// <remarks>Every store has a value of its own: a power of two, so that sums of values differ too. Reads number their registers.</remarks>
internal static class GeneratedTest
{
    private static readonly string[] Names = ["x", "w", "y", "z"];

    private static readonly LitmusLocation[] SortedLocations =
        [.. Names.Select((name, word) => new LitmusLocation(name, 0, word / ProgramLetter.WordsPerLine, word % ProgramLetter.WordsPerLine)).OrderBy(location => location.Name, StringComparer.Ordinal)];

    private static readonly IReadOnlyList<int>[] LocationOfWord =
        [.. Names.Select(name => (IReadOnlyList<int>)[Array.FindIndex(SortedLocations, location => location.Name == name)])];

    /// <summary>The test; its condition means nothing.</summary>
    /// <param name="architecture">Its architecture.</param>
    /// <param name="kind">What an outcome is.</param>
    /// <param name="threads">The letters of each thread; an empty one is left out.</param>
    public static LitmusTest Of(LitmusArchitecture architecture, LitmusKind kind, IEnumerable<IEnumerable<ProgramLetter>> threads)
    {
        List<LitmusThread> built = [];
        int storeCount = 0;
        foreach (IEnumerable<ProgramLetter> letters in threads)
        {
            List<LitmusInstruction> instructions = [];
            int registerCount = 0;
            foreach (ProgramLetter letter in letters)
            {
                int last = registerCount;
                if (letter.Kind.Reads) { registerCount++; }
                instructions.Add(Instruction(letter, last, letter.Kind.Reads ? registerCount : 0, 1L << storeCount));
                storeCount++;
            }
            if (instructions.Count > 0) { built.Add(new LitmusThread(string.Create(CultureInfo.InvariantCulture, $"P{built.Count}"), null, instructions)); }
        }
        return new LitmusTest
        {
            Name = "generated",
            Architecture = architecture,
            Kind = kind,
            Locations = SortedLocations,
            Threads = built,
            Observables = LitmusObservables.Of(architecture, kind, SortedLocations, built, []),
            Exists = new LitmusCondition.Comparison("x", IsEqual: true, 0),
        };
    }

    private static LitmusInstruction Instruction(in ProgramLetter letter, int lastRegister, int target, long value) => new()
    {
        Opcode = letter.Kind.Opcode,
        Target = target,
        Locations = letter.Word < 0 ? []
            : letter.OtherWord < 0 ? LocationOfWord[letter.Word]
            : [LocationOfWord[letter.Word][0], LocationOfWord[letter.OtherWord][0]],
        AddressRegister = letter.Kind.Dependency == ReadDependency.Address ? lastRegister : 0,
        Value = letter.Kind.Dependency == ReadDependency.Data ? new LitmusOperand(0, lastRegister) : new LitmusOperand(value),
        Guards = letter.Kind.Dependency == ReadDependency.Control ? [new LitmusGuard(lastRegister, IsEqual: false, 0)] : [],
        // The text of a generated instruction is only needed for those few that are printed.
        Text = "",
    };
}
