using Sim.Explorer.Agreement;
using Sim.Explorer.Litmus;

namespace Sim.Explorer.Tests;

public sealed class ProgramSpaceTests
{
    [Theory]
    [InlineData(LitmusArchitecture.X86, 2, 1)]
    [InlineData(LitmusArchitecture.Epoch, 2, 2)]
    [InlineData(LitmusArchitecture.Epoch, 3, 1)]
    public void Exactly_one_program_of_each_class_is_visited(LitmusArchitecture architecture, int threads, int instructions)
    {
        ProgramSpace space = new(InstructionKind.Of(architecture), threads, instructions);
        HashSet<string> classes = [.. AllTuples(space.ThreadChoiceCount, threads).Where(program => program.Any(thread => thread > 0)).Select(program => Class(space, program))];
        List<string> visited = [];

        for (int first = 0; first < space.ThreadChoiceCount; first++)
        {
            if (space.Begins(first))
            {
                space.VisitFrom(first, program =>
                {
                    visited.Add(Class(space, program));
                    return true;
                });
            }
        }

        Assert.Equal(classes.Count, visited.Count);
        Assert.True(classes.SetEquals(visited));
    }

    private static IEnumerable<int[]> AllTuples(int choices, int length) => length == 0
        ? [[]]
        : AllTuples(choices, length - 1).SelectMany(shorter => Enumerable.Range(0, choices).Select(thread => (int[])[.. shorter, thread]));

    // Brute force: the smallest text over all renamings of the words, the threads in the order of their texts.
    private static string Class(ProgramSpace space, int[] program) => ProgramLetter.Renamings.Select(renaming => string.Join(" | ", program
        .Select(thread => string.Join(' ', space.Thread(thread).Select(letter => letter.Rename(renaming)).Select(Text)))
        .Order(StringComparer.Ordinal))).Min(StringComparer.Ordinal)!;

    private static string Text(ProgramLetter letter) => $"{letter.Kind.Opcode}{letter.Kind.Dependency}{letter.Word}{letter.OtherWord}";
}
