namespace Sim.CacheModel;

/// <summary>Memory after a crash, as far as it is decided, and the only thread that runs on it. Also memory before the first thread runs.</summary>
/// <remarks>
/// A read splits what is undecided by the value read; the caller decides for one value after the other. Changes can be undone
/// back to a mark.
/// </remarks>
public abstract class UndecidedMemory
{
    /// <summary>Called in every state in which a crash can leave more than a little later; null where crashes do not matter.</summary>
    public Action? Crashing { get; set; }

    /// <summary>A mark to undo back to.</summary>
    public abstract int Mark { get; }

    /// <summary>Whether something that the thread has executed is not yet visible.</summary>
    public virtual bool HasBuffered => false;

    /// <summary>Starts from what a crash has left, or from persistent zeros.</summary>
    /// <param name="images">What the crash has left, or null.</param>
    public abstract void Start(CrashImages? images);

    /// <summary>Undoes every change since a mark.</summary>
    public abstract void Undo(int mark);

    /// <summary>What a crash now can leave.</summary>
    public abstract CrashImages Images();

    /// <summary>The initial unit states of threads that start now; see <see cref="MemoryRules.StartFrom"/>.</summary>
    public abstract IReadOnlyList<int> UnitStates();

    /// <summary>The contents that a unit may have now as threads see memory, without what <see cref="BufferedStores"/> holds. The first ones of all units fit together.</summary>
    public abstract IReadOnlyList<byte[]> Contents(int slot);

    /// <summary>Stores that the thread sees and that are in no unit yet, oldest first.</summary>
    public virtual IEnumerable<(PmemAddress Address, int SizeBytes, ulong Value)> BufferedStores => [];

    /// <summary>What must happen before an instruction reads: a locked instruction is a fence.</summary>
    public abstract void BeforeRead(in MemoryInstruction instruction);

    /// <summary>The values that at most 8 bytes can have, in a fixed order, each with what it decides; a single one where nothing is to decide.</summary>
    /// <param name="line">The line.</param>
    /// <param name="offsetBytes">Offset in the line.</param>
    /// <param name="sizeBytes">At most 8.</param>
    /// <param name="slot">The slot that a value decides, or -1.</param>
    public abstract ValueGroup[] Read(CacheLine line, int offsetBytes, int sizeBytes, out int slot);

    /// <summary>Decides a slot further.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="set">A <see cref="ValueGroup.Set"/> that a read of this slot has offered in this state.</param>
    public abstract void Decide(int slot, int set);

    /// <summary>What must happen after an instruction has read.</summary>
    /// <param name="instruction">The reading instruction.</param>
    /// <param name="value">The value read.</param>
    public abstract void AfterRead(in MemoryInstruction instruction, UInt128 value);

    /// <summary>Executes an instruction that reads nothing.</summary>
    public abstract void Execute(in MemoryInstruction instruction);

    /// <summary>Visits every state that memory can be in while the thread does nothing more, the present one first; ends in the present one.</summary>
    /// <param name="visit">Called in each state.</param>
    public abstract void AtEveryDrain(Action visit);

    /// <summary>Lets everything that the thread has stored become visible.</summary>
    public abstract void DrainAll();
}

/// <summary>A value that a read of undecided memory can return.</summary>
/// <param name="Value">The bytes.</param>
/// <param name="Set">What it decides; see <see cref="UndecidedMemory.Decide"/>.</param>
public readonly record struct ValueGroup(ulong Value, int Set);
