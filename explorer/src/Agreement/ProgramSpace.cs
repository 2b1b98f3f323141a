namespace Sim.Explorer.Agreement;

/// <summary>Every program of so many threads of so many instructions, one of each class of programs that differ in names only.</summary>
/// <remarks>
/// A thread is a sequence of letters, numbered in the order of length and then of letters; 0 is the empty thread. Values and
/// registers are not chosen: every store has a value of its own, every read a register of its own, so programs that differ in
/// them only are the same sequence. Words and threads are left: a program is represented by the tuple of its threads' numbers,
/// sorted, that is the lexically smallest over the 8 renamings of the words. A tuple whose first number is not the smallest that
/// any renaming gives to any of its threads is skipped without looking at the rest.
/// </remarks>
internal sealed class ProgramSpace
{
    private readonly IReadOnlyList<ProgramLetter> _letters;
    private readonly List<int[]> _threads = [[]];
    private readonly int[][] _renamed;
    private readonly int[] _smallest;

    /// <summary>Lists the threads.</summary>
    /// <param name="kinds">The kinds of instructions.</param>
    /// <param name="threadCount">Threads of a program, at most.</param>
    /// <param name="instructionCount">Instructions of a thread, at most.</param>
    public ProgramSpace(IReadOnlyList<InstructionKind> kinds, int threadCount, int instructionCount)
    {
        ThreadCount = threadCount;
        _letters = ProgramLetter.Of(kinds);
        Dictionary<ProgramLetter, int> numberOf = _letters.Select((letter, number) => (letter, number)).ToDictionary(pair => pair.letter, pair => pair.number);
        int first = 0;
        for (int length = 1; length <= instructionCount; length++)
        {
            int end = _threads.Count;
            for (; first < end; first++)
            {
                foreach (int letter in Followers(_threads[first])) { _threads.Add([.. _threads[first], letter]); }
            }
        }
        Dictionary<long, int> threadOf = [];
        for (int thread = 0; thread < _threads.Count; thread++) { threadOf.Add(Code(_threads[thread], letter => letter), thread); }
        _renamed = new int[ProgramLetter.Renamings.Count][];
        for (int renaming = 0; renaming < _renamed.Length; renaming++)
        {
            int[] letterAfter = [.. _letters.Select(letter => numberOf[letter.Rename(ProgramLetter.Renamings[renaming])])];
            _renamed[renaming] = [.. _threads.Select(thread => threadOf[Code(thread, letter => letterAfter[letter])])];
        }
        _smallest = [.. Enumerable.Range(0, _threads.Count).Select(thread => _renamed.Min(after => after[thread]))];
    }

    /// <summary>Threads of a program, at most.</summary>
    public int ThreadCount { get; }

    /// <summary>How many threads there are to choose from, the empty one included.</summary>
    public int ThreadChoiceCount => _threads.Count;

    /// <summary>How many threads a kind of instructions makes possible; for deciding whether the space can be listed at all.</summary>
    /// <param name="kinds">The kinds of instructions.</param>
    /// <param name="instructionCount">Instructions of a thread, at most.</param>
    public static double ThreadChoices(IReadOnlyList<InstructionKind> kinds, int instructionCount) =>
        Math.Pow(ProgramLetter.Of(kinds).Count, instructionCount);

    /// <summary>The letters of a thread.</summary>
    public IEnumerable<ProgramLetter> Thread(int thread) => _threads[thread].Select(letter => _letters[letter]);

    /// <summary>Whether programs begin with a thread: whether it is the smallest of its renamings.</summary>
    public bool Begins(int thread) => _smallest[thread] == thread;

    /// <summary>Visits the representatives whose first thread is given, in ascending order.</summary>
    /// <param name="first">The first thread; see <see cref="Begins"/>.</param>
    /// <param name="visit">Shown the threads' numbers, valid during the call; says whether to go on.</param>
    public void VisitFrom(int first, Func<int[], bool> visit)
    {
        int[] program = new int[ThreadCount];
        program[0] = first;
        Extend(program, 1, new int[ThreadCount], visit);
    }

    private bool Extend(int[] program, int count, int[] scratch, Func<int[], bool> visit)
    {
        if (count == ThreadCount)
        {
            return program[^1] == 0 || !IsRepresentative(program, scratch) || visit(program);
        }
        for (int next = program[count - 1]; next < _threads.Count; next++)
        {
            if (_smallest[next] < program[0]) { continue; }
            program[count] = next;
            if (!Extend(program, count + 1, scratch, visit)) { return false; }
        }
        return true;
    }

    private bool IsRepresentative(int[] program, int[] scratch)
    {
        for (int renaming = 1; renaming < _renamed.Length; renaming++)
        {
            for (int i = 0; i < program.Length; i++) { scratch[i] = _renamed[renaming][program[i]]; }
            scratch.AsSpan().Sort();
            if (scratch.AsSpan().SequenceCompareTo(program) < 0) { return false; }
        }
        return true;
    }

    private IEnumerable<int> Followers(int[] thread)
    {
        bool hasRead = thread.Any(letter => _letters[letter].Kind.Reads);
        return Enumerable.Range(0, _letters.Count).Where(letter => hasRead || _letters[letter].Kind.Dependency == ReadDependency.None);
    }

    private long Code(int[] thread, Func<int, int> map) => thread.Aggregate(0L, (code, letter) => (code * (_letters.Count + 1)) + map(letter) + 1);
}
