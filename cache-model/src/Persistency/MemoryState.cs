namespace Sim.CacheModel;

/// <summary>A global state: a flat vector of ints with a hash that follows every change. Rules read and write their part of it.</summary>
/// <remarks>
/// The vector holds the owner's ints; per thread the owner's and then the rules' ints; the rules' global ints; the rules' ints
/// of each persist unit. Units come last because more of them are met while the search goes on. A unit's int that equals its
/// initial value stands as 0, so that a unit met later hashes as if it had been there from the beginning.
/// </remarks>
public abstract class MemoryState
{
    private readonly MemoryRules _rules;
    private readonly int _ownThreadInts;
    private readonly int _perThread;
    private readonly int _firstThread;
    private readonly int _firstGlobal;
    private readonly int _firstUnit;
    private int[] _vector = new int[512];
    private StateHash _hash;

    /// <summary>A state of threads that share memory.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="threadCount">Threads.</param>
    /// <param name="ownInts">Ints that the derived class needs.</param>
    /// <param name="ownThreadInts">Ints that it needs for each thread.</param>
    protected MemoryState(MemoryRules rules, int threadCount, int ownInts, int ownThreadInts)
    {
        _rules = rules;
        ThreadCount = threadCount;
        _ownThreadInts = ownThreadInts;
        _perThread = ownThreadInts + rules.ThreadInts;
        _firstThread = ownInts;
        _firstGlobal = _firstThread + (threadCount * _perThread);
        _firstUnit = _firstGlobal + rules.GlobalInts;
    }

    /// <summary>Threads.</summary>
    public int ThreadCount { get; }

    /// <summary>The state's hash.</summary>
    public StateHash Hash => _hash;

    /// <summary>The hash of what a crash can leave; rules that do not keep it up to date answer <see cref="MemoryRules.CrashHash"/> otherwise.</summary>
    public StateHash CrashHash { get; set; }

    /// <summary>How many ints of the vector are in use.</summary>
    public int Length => _firstUnit + (_rules.Units.SlotCount * _rules.UnitInts);

    /// <summary>Takes a state over.</summary>
    public void Load(ReadOnlySpan<int> vector, StateHash hash, StateHash crashHash)
    {
        EnsureCapacity(Math.Max(vector.Length, Length));
        vector.CopyTo(_vector);
        _vector.AsSpan(vector.Length, Length - vector.Length).Clear();
        _hash = hash;
        CrashHash = crashHash;
        Loaded();
    }

    /// <summary>Copies the state out.</summary>
    public void Save(Span<int> vector)
    {
        EnsureCapacity(vector.Length);
        _vector.AsSpan(0, vector.Length).CopyTo(vector);
    }

    /// <summary>An int of the rules for a thread.</summary>
    public int Thread(int thread, int index) => _vector[_firstThread + (_perThread * thread) + _ownThreadInts + index];

    /// <summary>Sets an int of the rules for a thread.</summary>
    public void SetThread(int thread, int index, int value) => Set(_firstThread + (_perThread * thread) + _ownThreadInts + index, value);

    /// <summary>A global int of the rules.</summary>
    public int Global(int index) => _vector[_firstGlobal + index];

    /// <summary>Sets a global int of the rules.</summary>
    public void SetGlobal(int index, int value) => Set(_firstGlobal + index, value);

    /// <summary>An int of the rules for a persist unit.</summary>
    public int Unit(int slot, int index = 0)
    {
        int stored = StoredUnit(slot, index);
        return stored != 0 ? stored : _rules.InitialUnit(slot, index);
    }

    /// <summary>The same as stored: 0 where it has its initial value.</summary>
    public int StoredUnit(int slot, int index = 0)
    {
        int position = _firstUnit + (slot * _rules.UnitInts) + index;
        return position < _vector.Length ? _vector[position] : 0;
    }

    /// <summary>Sets an int of the rules for a persist unit.</summary>
    public void SetUnit(int slot, int value) => SetUnit(slot, 0, value);

    /// <summary>Sets an int of the rules for a persist unit.</summary>
    public void SetUnit(int slot, int index, int value)
    {
        EnsureCapacity(Length);
        Set(_firstUnit + (slot * _rules.UnitInts) + index, value == _rules.InitialUnit(slot, index) ? 0 : value);
    }

    /// <summary>Rules call this just before a step that makes more persistent: a crash in this state is judged.</summary>
    /// <returns>Whether the execution goes on; else the rules give the step up.</returns>
    public abstract bool Crash();

    /// <summary>Called after a state was taken over.</summary>
    protected abstract void Loaded();

    /// <summary>Makes everything 0.</summary>
    protected void Clear()
    {
        EnsureCapacity(Length);
        Array.Clear(_vector);
        _hash = default;
        CrashHash = default;
    }

    /// <summary>An int of the derived class.</summary>
    protected int Own(int index) => _vector[index];

    /// <summary>Sets an int of the derived class.</summary>
    protected void SetOwn(int index, int value) => Set(index, value);

    /// <summary>An int of the derived class for a thread.</summary>
    protected int OwnThread(int thread, int index) => _vector[_firstThread + (_perThread * thread) + index];

    /// <summary>Sets an int of the derived class for a thread.</summary>
    protected void SetOwnThread(int thread, int index, int value) => Set(_firstThread + (_perThread * thread) + index, value);

    private void Set(int position, int value)
    {
        int before = _vector[position];
        if (before == value) { return; }
        _hash = _hash.Replace(position, before, value);
        _vector[position] = value;
    }

    private void EnsureCapacity(int length)
    {
        if (length > _vector.Length) { Array.Resize(ref _vector, 2 * length); }
    }
}
