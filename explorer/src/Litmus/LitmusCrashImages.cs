using Sim.CacheModel;

namespace Sim.Explorer.Litmus;

/// <summary>The memory of a litmus program: what it starts from, and every content that a crash can leave.</summary>
/// <param name="rules">The memory rules.</param>
internal sealed class LitmusCrashImages(MemoryRules rules)
{
    private readonly UndecidedMemory _memory = rules.NewMemory();
    private IReadOnlyList<LitmusLocation> _locations = [];
    private PmemAddress[] _addresses = [];
    private long[] _image = [];

    /// <summary>Memory holds values that are persistent.</summary>
    /// <param name="locations">The locations.</param>
    /// <param name="values">The value of each.</param>
    public void Start(IReadOnlyList<LitmusLocation> locations, IReadOnlyList<long> values)
    {
        if (!ReferenceEquals(_locations, locations))
        {
            _locations = locations;
            _addresses = [.. locations.Select(LitmusBehaviour.AddressOf)];
            _image = new long[locations.Count];
        }
        if (values.All(value => value == 0))
        {
            rules.StartFrom(null);
            return;
        }
        rules.StartFrom(null);
        _memory.Start(null);
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] == 0) { continue; }
            Execute(new MemoryEvent { Kind = EventKind.Store, Address = _addresses[i], SizeBytes = PersistWord.Bytes, Operand = (ulong)values[i] });
        }
        foreach (CacheLine line in _addresses.Select(address => address.Line).Distinct())
        {
            Execute(new MemoryEvent { Kind = EventKind.Flush, Address = line.Start, SizeBytes = CacheLine.Bytes, Variant = (byte)FlushKind.Clflush });
        }
        Execute(new MemoryEvent { Kind = EventKind.Fence, Variant = (byte)FenceKind.Full });
        Execute(new MemoryEvent { Kind = EventKind.Fence, Variant = (byte)FenceKind.Durability });
        _memory.DrainAll();
        rules.StartFrom(_memory);
    }

    /// <summary>Shows an observer every content that a crash in the machine's state can leave.</summary>
    public void Visit(LitmusMachine machine, ILitmusObserver observer)
    {
        _memory.Start(rules.CrashImages(machine));
        Decide(0, observer);
    }

    private void Decide(int index, ILitmusObserver observer)
    {
        if (index == _addresses.Length)
        {
            observer.Crashed(_image);
            return;
        }
        if (_locations[index].IsVolatile)
        {
            _image[index] = _locations[index].Initial;
            Decide(index + 1, observer);
            return;
        }
        PmemAddress address = _addresses[index];
        ValueGroup[] groups = _memory.Read(address.Line, (int)(address - address.Line.Start), PersistWord.Bytes, out int slot);
        foreach (ValueGroup group in groups)
        {
            int mark = _memory.Mark;
            if (groups.Length > 1) { _memory.Decide(slot, group.Set); }
            _image[index] = (long)group.Value;
            Decide(index + 1, observer);
            _memory.Undo(mark);
        }
    }

    private void Execute(in MemoryEvent memoryEvent)
    {
        MemoryInstruction instruction = rules.Prepare(memoryEvent);
        if (!rules.Ignores(instruction)) { _memory.Execute(instruction); }
    }
}
