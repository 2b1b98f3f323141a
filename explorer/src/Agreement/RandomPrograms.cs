namespace Sim.Explorer.Agreement;

/// <summary>Programs drawn at random: every program of full size is equally likely.</summary>
/// <remarks>The i-th program depends on the seed and on i only, so that several workers draw the same programs as one.</remarks>
/// <param name="kinds">The kinds of instructions.</param>
/// <param name="threadCount">Threads of a program.</param>
/// <param name="instructionCount">Instructions of each thread.</param>
/// <param name="seed">The seed.</param>
internal sealed class RandomPrograms(IReadOnlyList<InstructionKind> kinds, int threadCount, int instructionCount, ulong seed)
{
    private readonly IReadOnlyList<ProgramLetter> _letters = ProgramLetter.Of(kinds);

    /// <summary>The letters of each thread of the program with a number.</summary>
    public ProgramLetter[][] Program(long number)
    {
        ulong state = Mix(seed) ^ Mix((ulong)number + 0x9E3779B97F4A7C15UL);
        ProgramLetter[][] threads = new ProgramLetter[threadCount][];
        for (int thread = 0; thread < threadCount; thread++)
        {
            // A thread that uses what it has not read is drawn again as a whole: the others stay equally likely.
            do { threads[thread] = Draw(ref state); }
            while (!IsPossible(threads[thread]));
        }
        return threads;
    }

    /// <summary>Whether a thread uses a read only after it has read something.</summary>
    public static bool IsPossible(ProgramLetter[] thread)
    {
        bool hasRead = false;
        foreach (ProgramLetter letter in thread)
        {
            if (!hasRead && letter.Kind.Dependency != ReadDependency.None) { return false; }
            hasRead |= letter.Kind.Reads;
        }
        return true;
    }

    // The finalizer of SplitMix64 (Steele et al., OOPSLA 2014).
    private static ulong Mix(ulong word)
    {
        word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9UL;
        word = (word ^ (word >> 27)) * 0x94D049BB133111EBUL;
        return word ^ (word >> 31);
    }

    private ProgramLetter[] Draw(ref ulong state)
    {
        ProgramLetter[] thread = new ProgramLetter[instructionCount];
        for (int i = 0; i < thread.Length; i++)
        {
            state += 0x9E3779B97F4A7C15UL;
            thread[i] = _letters[(int)(((UInt128)Mix(state) * (ulong)_letters.Count) >> 64)];
        }
        return thread;
    }
}
