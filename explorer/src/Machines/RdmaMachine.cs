using System.Globalization;
using Sim.CacheModel;

namespace Sim.Explorer.Litmus;

/// <summary>RDMA for litmus programs: an initiator posts requests to a queue pair, the responder's card executes them in order.</summary>
/// <remarks>
/// Posting and executing are steps of their own. A WRITE completes as soon as the card holds it, everything else when it is
/// executed (<see cref="RdmaRequests"/>); <c>wait</c> waits for completions, and whatever uses the register of a READ waits
/// for that READ. A placed word lies in a cache that the responder loses with its power (<c>rdma-ddio</c>) until a FLUSH to
/// persistence, or is persistent at once (<c>rdma-direct</c>). The responder may crash at any moment; the initiator does not,
/// and what its registers hold by then counts.
/// </remarks>
internal sealed class RdmaMachine : IProgramMachine
{
    private readonly IReadOnlyList<LitmusThread> _program;
    private readonly IReadOnlyList<LitmusLocation> _locations;
    private readonly bool _placesDirectly;
    private readonly InOrderThreads _threads;
    private readonly PersistStates _states;
    private readonly SequenceTable _queues = new();
    private readonly Dictionary<int, long[]> _crashValues = [];

    /// <summary>A machine for some threads.</summary>
    /// <param name="threads">The initiators, each with a queue pair of its own.</param>
    /// <param name="locations">The locations in the responder's memory.</param>
    /// <param name="placesDirectly">Whether placed data is persistent: DDIO switched off, or caches inside the power-fail domain.</param>
    public RdmaMachine(IReadOnlyList<LitmusThread> threads, IReadOnlyList<LitmusLocation> locations, bool placesDirectly)
    {
        _program = threads;
        _locations = locations;
        _placesDirectly = placesDirectly;
        _states = new PersistStates(Px86.Model, threadCount: 1);
        _threads = new InOrderThreads(threads, locations.Count);
    }

    /// <inheritdoc/>
    public int Length => _threads.End + _threads.Count;

    /// <inheritdoc/>
    public void Start(Span<int> state, IReadOnlyList<long> memory)
    {
        for (int location = 0; location < memory.Count; location++)
        {
            state[location] = _states.Clean(_states.Contents.Replace(0, 0, PersistWord.Bytes, (ulong)memory[location]));
        }
        Settle(state);
    }

    /// <inheritdoc/>
    public void ListChoices(ReadOnlySpan<int> state, List<int> choices)
    {
        choices.Clear();
        for (int thread = 0; thread < _threads.Count; thread++)
        {
            if (CanPost(state, thread)) { choices.Add(2 * thread); }
            if (Queue(state, thread) != 0) { choices.Add((2 * thread) + 1); }
        }
    }

    /// <inheritdoc/>
    public void Step(Span<int> state, int choice)
    {
        int thread = choice >> 1;
        if ((choice & 1) == 0) { Post(state, thread); }
        else { ExecuteOldest(state, thread); }
        Settle(state);
    }

    /// <inheritdoc/>
    public bool IsComplete(ReadOnlySpan<int> state)
    {
        for (int thread = 0; thread < _threads.Count; thread++)
        {
            if (!_threads.HasEnded(state, thread) || Queue(state, thread) != 0) { return false; }
        }
        return true;
    }

    /// <inheritdoc/>
    /// <remarks>Every state: the initiator's registers count too.</remarks>
    public bool IsCrashPoint(ReadOnlySpan<int> state) => true;

    /// <inheritdoc/>
    public long? Register(ReadOnlySpan<int> state, int thread, int register) => _threads.Register(state, thread, register);

    /// <inheritdoc/>
    public long Value(ReadOnlySpan<int> state, int location) =>
        (long)_states.Contents.Read(_states.Visible(state[location]), 0, PersistWord.Bytes);

    /// <inheritdoc/>
    public int CrashSet(ReadOnlySpan<int> state, int location) => _states.CrashSetOf(state[location]);

    /// <inheritdoc/>
    public IReadOnlyList<long> ValuesOf(int crashSet)
    {
        if (!_crashValues.TryGetValue(crashSet, out long[]? values))
        {
            values = [.. _states.CrashSet(crashSet).ToArray().Select(content => (long)_states.Contents.Read(content, 0, PersistWord.Bytes))];
            _crashValues.Add(crashSet, values);
        }
        return values;
    }

    /// <inheritdoc/>
    public string Describe(ReadOnlySpan<int> state, int choice)
    {
        int thread = choice >> 1;
        if ((choice & 1) == 0)
        {
            LitmusInstruction next = _program[thread].Instructions[_threads.Next(state, thread)];
            return next.Opcode == LitmusOpcode.RdmaWait ? $"{_threads.Name(thread)}: {next.Text} returns" : $"{_threads.Name(thread)}: posts {next.Text}";
        }
        LitmusInstruction oldest = _program[thread].Instructions[_queues[Queue(state, thread)][0]];
        return oldest.Opcode == LitmusOpcode.RdmaRead
            ? string.Create(CultureInfo.InvariantCulture, $"the card answers {oldest.Text} with {Value(state, oldest.Locations[0])}")
            : $"the card executes {oldest.Text}";
    }

    private static RdmaRequest Request(LitmusInstruction instruction) => instruction.Opcode switch
    {
        LitmusOpcode.RdmaWrite => RdmaRequest.Write,
        LitmusOpcode.RdmaAtomicWrite => RdmaRequest.AtomicWrite,
        LitmusOpcode.RdmaRead => RdmaRequest.Read,
        LitmusOpcode.RdmaFlushVisibility => RdmaRequest.FlushVisibility,
        LitmusOpcode.RdmaFlushPersistence => RdmaRequest.FlushPersistence,
        _ => throw new ArgumentOutOfRangeException(nameof(instruction), instruction.Opcode, "no request"),
    };

    private int Queue(ReadOnlySpan<int> state, int thread) => state[_threads.End + thread];

    private bool CanPost(ReadOnlySpan<int> state, int thread)
    {
        if (_threads.HasEnded(state, thread)) { return false; }
        LitmusInstruction next = _program[thread].Instructions[_threads.Next(state, thread)];
        if (UsesUnansweredRead(state, thread, next)) { return false; }
        if (next.Opcode != LitmusOpcode.RdmaWait) { return true; }
        ReadOnlySpan<int> queue = _queues[Queue(state, thread)];
        for (int i = 0; i < queue.Length; i += 2)
        {
            if (!Request(_program[thread].Instructions[queue[i]]).CompletesBeforePlacement()) { return false; }
        }
        return true;
    }

    private bool UsesUnansweredRead(ReadOnlySpan<int> state, int thread, LitmusInstruction next)
    {
        ReadOnlySpan<int> queue = _queues[Queue(state, thread)];
        for (int i = 0; i < queue.Length; i += 2)
        {
            int target = _program[thread].Instructions[queue[i]].Target;
            if (target == 0) { continue; }
            if (next.Value.Register == target || next.AddressRegister == target || next.Guards.Any(guard => guard.Register == target)) { return true; }
        }
        return false;
    }

    private void Post(Span<int> state, int thread)
    {
        int index = _threads.Next(state, thread);
        LitmusInstruction next = _program[thread].Instructions[index];
        if (next.Opcode == LitmusOpcode.RdmaWait)
        {
            _threads.SetRegister(state, thread, next.Target, 1);
        }
        else
        {
            ref int queue = ref state[_threads.End + thread];
            ReadOnlySpan<int> old = _queues[queue];
            Span<int> posted = stackalloc int[old.Length + 2];
            old.CopyTo(posted);
            posted[^2] = index;
            posted[^1] = _threads.Intern(_threads.Operand(state, thread, next.Value));
            queue = _queues.Intern(posted);
        }
        _threads.Advance(state, thread);
    }

    private void ExecuteOldest(Span<int> state, int thread)
    {
        ref int queue = ref state[_threads.End + thread];
        ReadOnlySpan<int> requests = _queues[queue];
        LitmusInstruction oldest = _program[thread].Instructions[requests[0]];
        RdmaRequest request = Request(oldest);
        int valueId = requests[1];
        Span<int> rest = stackalloc int[requests.Length - 2];
        requests[2..].CopyTo(rest);
        queue = _queues.Intern(rest);
        if (request.Stores()) { Place(state, oldest.Locations[0], valueId); }
        else if (request == RdmaRequest.Read) { _threads.SetRegister(state, thread, oldest.Target, Value(state, oldest.Locations[0])); }
        else if (request == RdmaRequest.FlushPersistence)
        {
            for (int location = 0; location < _locations.Count; location++) { state[location] = _states.Raise(state[location]); }
        }
    }

    private void Place(Span<int> state, int location, int valueId)
    {
        int placed = _states.Append(state[location], valueId, 0, PersistWord.Bytes, (ulong)_threads.ValueOf(valueId));
        state[location] = _placesDirectly ? _states.Raise(placed) : placed;
    }

    /// <summary>Passes over instructions whose guards do not hold, once their registers are known.</summary>
    private void Settle(Span<int> state)
    {
        for (int thread = 0; thread < _threads.Count; thread++)
        {
            while (!_threads.HasEnded(state, thread))
            {
                LitmusInstruction next = _program[thread].Instructions[_threads.Next(state, thread)];
                if (UsesUnansweredRead(state, thread, next) || _threads.GuardsHold(state, thread, next.Guards)) { break; }
                _threads.Advance(state, thread);
            }
        }
    }
}
