namespace Sim.CacheModel;

/// <summary>The memory rules of a family of models: what its machine keeps, which steps it has, and what a crash leaves.</summary>
/// <remarks>
/// Whoever drives the rules walks the threads' programs, keeps the <see cref="MemoryState"/> and chooses steps; the rules say
/// what a step does. They hold interned tables but no state of an execution. One step of the driver is:
/// <list type="number">
/// <item>an instruction of a thread, where <see cref="IsEnabled"/>; where <see cref="IsChoice"/> does not hold, it is taken at
/// once after the thread's last step. <see cref="Execute"/> performs it; a read that may return several values is offered
/// once for each of <see cref="CountAlternatives"/>;</item>
/// <item>or a silent step (<see cref="ListSilentSteps"/>, <see cref="TakeSilentStep"/>): a drain, a propagation, a persist;</item>
/// <item>then, as long as there are any, the steps that need no choice (<see cref="TakeForcedStep"/>).</item>
/// </list>
/// A step that makes more persistent calls <see cref="MemoryState.Crash"/> first, and gives up where that says so. The driver
/// judges crashes before an operation begins and where nothing is left to do. All other states' crashes must be contained in these.
/// Several threads take steps of different states at once; whatever a step remembers obeys <see cref="PersistUnits.Growth"/>.
/// A silent step is taken as a choice even if its thread is waiting; a step is left out only where it commutes with
/// every step of the other threads.
/// </remarks>
/// <param name="model">The model.</param>
/// <param name="units">Numbers the persist units that are stored to.</param>
public abstract class MemoryRules(PersistencyModel model, PersistUnits units)
{
    private int[] _initial = [];
    private int _initialCount;

    /// <summary>The model.</summary>
    public PersistencyModel Model => model;

    /// <summary>The persist units.</summary>
    public PersistUnits Units => units;

    /// <summary>Ints of state for each thread; all are 0 when threads start.</summary>
    public abstract int ThreadInts { get; }

    /// <summary>Ints of state for each persist unit.</summary>
    public abstract int UnitInts { get; }

    /// <summary>Ints of global state; all are 0 at the beginning.</summary>
    public virtual int GlobalInts => 0;

    /// <summary>An int of a unit's state in the initial state.</summary>
    public int InitialUnit(int slot, int index)
    {
        int position = (slot * UnitInts) + index;
        if (position >= _initialCount) { AddInitial(position + 1); }
        return _initial[position];
    }

    /// <summary>Fixes the initial state: what creation and setup have left.</summary>
    /// <param name="memory">The memory after they ran alone, or null for zeros that are persistent.</param>
    public void StartFrom(UndecidedMemory? memory)
    {
        // Everything that is asked meanwhile starts from zeros.
        _initialCount = 0;
        _initial = [.. memory?.UnitStates() ?? []];
        _initialCount = _initial.Length;
    }

    /// <summary>Numbers an event's units and what it stores.</summary>
    public abstract MemoryInstruction Prepare(in MemoryEvent request);

    /// <summary>Whether an instruction has no effect at all under the model.</summary>
    public abstract bool Ignores(in MemoryInstruction instruction);

    /// <summary>Whether the scheduler chooses when the instruction is executed.</summary>
    public abstract bool IsChoice(in MemoryInstruction instruction);

    /// <summary>Whether a thread can execute its next instruction now.</summary>
    public abstract bool IsEnabled(MemoryState state, int thread, in MemoryInstruction instruction);

    /// <summary>Whether a thread that has executed its operation's last instruction may respond now.</summary>
    public abstract bool CanRespond(MemoryState state, int thread);

    /// <summary>In how many ways an enabled instruction can be executed: how many values a read may return.</summary>
    public virtual int CountAlternatives(MemoryState state, int thread, in MemoryInstruction instruction) => 1;

    /// <summary>Executes an enabled instruction.</summary>
    /// <param name="state">The state.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="instruction">Its next instruction.</param>
    /// <param name="alternative">Which way, from 0; see <see cref="CountAlternatives"/>.</param>
    /// <returns>The value read, or 0.</returns>
    public abstract UInt128 Execute(MemoryState state, int thread, in MemoryInstruction instruction, int alternative);

    /// <summary>Lists the silent steps of a thread, as numbers below 32,768; those of no thread are listed for thread 0.</summary>
    public abstract void ListSilentSteps(MemoryState state, int thread, List<int> steps);

    /// <summary>Takes a silent step.</summary>
    public abstract void TakeSilentStep(MemoryState state, int thread, int step);

    /// <summary>What a silent step is about to do, for people, and the line concerned or -1.</summary>
    public abstract (string Text, int Line) DescribeSilentStep(MemoryState state, int thread, int step);

    /// <summary>What waits in a thread's store buffer, or whatever the model has instead, oldest first, for people.</summary>
    public virtual IEnumerable<string> DescribeWaiting(MemoryState state, int thread) => [];

    /// <summary>Takes one step of a thread that needs no choice, if there is one.</summary>
    public virtual bool TakeForcedStep(MemoryState state, int thread) => false;

    /// <summary>The value that a thread would read at an address, for running its code; the most recent one where there are several.</summary>
    public abstract ulong Read(MemoryState state, int thread, CacheLine line, int offsetBytes, int sizeBytes);

    /// <summary>A hash that is equal for states in which a crash can leave the same.</summary>
    public abstract StateHash CrashHash(MemoryState state);

    /// <summary>What a crash in a state can leave.</summary>
    public abstract CrashImages CrashImages(MemoryState state);

    /// <summary>The contents that a crash can leave in a unit, oldest first; the last one is what threads see.</summary>
    public abstract IReadOnlyList<byte[]> Candidates(MemoryState state, int slot);

    /// <summary>Memory for code that runs alone: creation, setup and recovery.</summary>
    public abstract UndecidedMemory NewMemory();

    /// <summary>An int of a unit that holds persistent zeros; never 0.</summary>
    protected abstract int CleanUnit(int index);

    private void AddInitial(int count)
    {
        units.Growth.Demand();
        if (count > _initial.Length) { Array.Resize(ref _initial, 2 * count); }
        for (; _initialCount < count; _initialCount++) { _initial[_initialCount] = CleanUnit(_initialCount % UnitInts); }
    }
}
