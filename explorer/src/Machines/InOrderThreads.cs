namespace Sim.Explorer.Litmus;

/// <summary>The part of a state that threads take which execute in program order: where each stands and what its registers hold.</summary>
/// <remarks>Per thread one int for the next instruction and one for each register, which is 0 while the register was never written.</remarks>
internal sealed class InOrderThreads
{
    private readonly IReadOnlyList<LitmusThread> _threads;
    private readonly int[] _positions;
    private readonly int[] _registerCounts;
    private readonly List<long> _values = [0];
    private readonly Dictionary<long, int> _valueIds = [];

    /// <summary>Lays threads out in a state.</summary>
    /// <param name="threads">The threads.</param>
    /// <param name="start">The first int that is theirs.</param>
    public InOrderThreads(IReadOnlyList<LitmusThread> threads, int start)
    {
        _threads = threads;
        _positions = new int[threads.Count];
        _registerCounts = [.. threads.Select(thread => thread.Instructions.Select(HighestRegister).DefaultIfEmpty(0).Max())];
        for (int thread = 0; thread < threads.Count; thread++)
        {
            _positions[thread] = start;
            start += 1 + _registerCounts[thread];
        }
        End = start;
    }

    /// <summary>The first int behind theirs.</summary>
    public int End { get; }

    /// <summary>How many threads there are.</summary>
    public int Count => _threads.Count;

    /// <summary>A thread's name.</summary>
    public string Name(int thread) => _threads[thread].Name;

    /// <summary>Whether a thread has executed all its instructions, or was stopped.</summary>
    public bool HasEnded(ReadOnlySpan<int> state, int thread) => state[_positions[thread]] >= _threads[thread].Instructions.Count;

    /// <summary>The index of a thread's next instruction.</summary>
    public int Next(ReadOnlySpan<int> state, int thread) => state[_positions[thread]];

    /// <summary>A thread goes on to the next instruction.</summary>
    public void Advance(Span<int> state, int thread) => state[_positions[thread]]++;

    /// <summary>A thread executes nothing more.</summary>
    public void Stop(Span<int> state, int thread) => state[_positions[thread]] = _threads[thread].Instructions.Count;

    /// <summary>What a register holds; null where it was never written.</summary>
    public long? Register(ReadOnlySpan<int> state, int thread, int register)
    {
        int id = register <= _registerCounts[thread] ? state[_positions[thread] + register] : 0;
        return id == 0 ? null : _values[id];
    }

    /// <summary>Writes a register; register 0 is none.</summary>
    public void SetRegister(Span<int> state, int thread, int register, long value)
    {
        if (register != 0) { state[_positions[thread] + register] = Intern(value); }
    }

    /// <summary>The value of an operand; a register that was never written holds 0.</summary>
    public long Operand(ReadOnlySpan<int> state, int thread, LitmusOperand operand) =>
        operand.IsRegister ? Register(state, thread, operand.Register) ?? 0 : operand.Constant;

    /// <summary>Whether all guards hold.</summary>
    public bool GuardsHold(ReadOnlySpan<int> state, int thread, IReadOnlyList<LitmusGuard> guards)
    {
        foreach (LitmusGuard guard in guards)
        {
            if ((Register(state, thread, guard.Register) ?? 0) == guard.Value != guard.IsEqual) { return false; }
        }
        return true;
    }

    /// <summary>The number of a value; 0 is none's.</summary>
    public int Intern(long value)
    {
        if (!_valueIds.TryGetValue(value, out int id))
        {
            id = _values.Count;
            _values.Add(value);
            _valueIds.Add(value, id);
        }
        return id;
    }

    /// <summary>The value with a number.</summary>
    public long ValueOf(int id) => _values[id];

    private static int HighestRegister(LitmusInstruction instruction)
    {
        int highest = Math.Max(instruction.Target, Math.Max(instruction.Value.Register, instruction.Expected.Register));
        foreach (LitmusGuard guard in instruction.Guards) { highest = Math.Max(highest, guard.Register); }
        return highest;
    }
}
