using Sim.CacheModel;

namespace Sim.Explorer.Litmus;

/// <summary>How far an Armv8 thread is, and which of its instructions may be performed next.</summary>
/// <remarks>
/// The order rules of the multi-copy-atomic Armv8 axioms, turned round: an instruction is performed when everything that is
/// ordered before it in its own thread has been performed. The names dob, aob, bob and fob are those of the axioms.
/// </remarks>
/// <param name="code">The thread's instructions.</param>
/// <param name="status">The status of each: one of the constants, or at least <see cref="Performed"/>.</param>
/// <param name="values">The interned values.</param>
internal readonly ref struct ArmThread(ArmInstruction[] code, ReadOnlySpan<int> status, List<long> values)
{
    /// <summary>Whether the instruction executes is not decided.</summary>
    public const int Unfetched = 0;

    /// <summary>Its guards do not hold: it does not execute.</summary>
    public const int Skipped = 1;

    /// <summary>It executes, and has not been performed; a store-exclusive in this state will succeed.</summary>
    public const int Waiting = 2;

    /// <summary>A store-exclusive that fails: it accesses nothing.</summary>
    public const int Failed = 3;

    /// <summary>It has been performed. What is added is what a load has read; see <see cref="Read"/>.</summary>
    public const int Performed = 4;

    /// <summary>Set in <see cref="Read"/> where another store to the location has been performed since.</summary>
    public const int Stale = 2;

    /// <summary>Set in <see cref="Read"/> where the value came from a store of the own thread that is still waiting.</summary>
    public const int Forwarded = 1;

    private readonly ReadOnlySpan<int> _status = status;

    /// <summary>The status of a load that has read an interned value.</summary>
    public static int Read(int valueId, int flags) => Performed + ((valueId << 2) | flags);

    /// <summary>The interned value in the status of a load that was performed; 0 where nothing needs it any more.</summary>
    public static int ValueIdOf(int status) => (status - Performed) >> 2;

    /// <summary>Whether flags are set in the status of a load that was performed.</summary>
    public static bool HasFlag(int status, int flag) => status >= Performed && ((status - Performed) & flag) != 0;

    public bool IsExecuted(int index) => _status[index] > Skipped;

    /// <summary>Whether an instruction stores, or has stored: a store-exclusive that fails does not.</summary>
    public bool Stores(int index) => code[index].IsStore && (_status[index] == Waiting || _status[index] >= Performed);

    /// <summary>The instruction that a register's value comes from, or -1 where it still has its initial 0.</summary>
    public int Producer(int register, int before)
    {
        for (int i = before - 1; i >= 0; i--)
        {
            if (code[i].Target == register && IsExecuted(i)) { return i; }
        }
        return -1;
    }

    /// <summary>A register's value before an instruction, where it is known.</summary>
    public bool TryGetRegister(int register, int before, out long value)
    {
        int producer = Producer(register, before);
        value = 0;
        if (producer < 0) { return true; }
        if (code[producer].IsStore)
        {
            value = _status[producer] == Failed ? 1 : 0;
            return true;
        }
        if (_status[producer] < Performed) { return false; }
        value = values[ValueIdOf(_status[producer])];
        return true;
    }

    /// <summary>A stored value, where it is known.</summary>
    public bool TryGetValue(int index, out long value)
    {
        value = code[index].Value.Constant;
        return !code[index].Value.IsRegister || TryGetRegister(code[index].Value.Register, index, out value);
    }

    /// <summary>Whether the guards of an instruction hold, as far as values and earlier branch decisions tell; null where they do not.</summary>
    public bool? GuardsHold(int index)
    {
        bool isKnown = true;
        foreach (LitmusGuard guard in code[index].Guards)
        {
            switch (Holds(guard, index))
            {
                case false: return false;
                case null: isKnown = false; break;
                default: break;
            }
        }
        return isKnown ? true : null;
    }

    /// <summary>The load-exclusive that a store-exclusive pairs with, or -1: then it fails.</summary>
    public int PairOf(int storeExclusive)
    {
        for (int i = storeExclusive - 1; i >= 0; i--)
        {
            if (!IsExecuted(i)) { continue; }
            if (code[i].IsStoreExclusive) { return -1; }
            if (code[i].IsLoadExclusive) { return code[i].Location == code[storeExclusive].Location ? i : -1; }
        }
        return -1;
    }

    /// <summary>Whether a load-exclusive has been performed whose store-exclusive has not, on a location, so that no other thread may store there.</summary>
    public bool Reserves(int location)
    {
        for (int i = 1; i < code.Length; i++)
        {
            if (_status[i] != Waiting || !code[i].IsStoreExclusive || code[i].Location != location) { continue; }
            int pair = PairOf(i);
            if (_status[pair] >= Performed && !HasFlag(_status[pair], Forwarded)) { return true; }
        }
        return false;
    }

    /// <summary>Whether an instruction must wait for an earlier one: bob and fob, coherence, and DSB SY.</summary>
    /// <param name="index">The instruction; it is waiting.</param>
    /// <param name="lines">The cache line of each location.</param>
    public bool IsBlocked(int index, int[] lines)
    {
        ArmInstruction later = code[index];
        ArmBarriers between = default;
        for (int i = index - 1; i >= 0; i--)
        {
            if (!IsExecuted(i)) { continue; }
            ArmInstruction earlier = code[i];
            between |= earlier.Barrier;
            if (_status[i] != Waiting) { continue; }
            bool blocks = earlier.Completes || later.Completes
                || (earlier.AccessesMemory && (later.IsClean
                    ? ArmOrder.IsOrderedBeforeClean(between, lines[earlier.Location] == lines[later.Location])
                    : ArmOrder.IsOrdered(earlier.Access, later.Access, between) || (later.IsStore && earlier.Location == later.Location)));
            if (blocks) { return true; }
        }
        return false;
    }

    /// <summary>Whether a load or store must wait for a register: dob.</summary>
    public bool WaitsForRegister(int index)
    {
        ArmInstruction instruction = code[index];
        if (instruction.AddressRegister != 0 && !TryGetRegister(instruction.AddressRegister, index, out _)) { return true; }
        if (instruction.IsStore) { return !TryGetValue(index, out _) || HasOpenBranch(index) || HasOpenAddress(index); }
        int context = index - 1;
        while (context >= 0 && !(IsExecuted(context) && code[context].Barrier == ArmBarriers.Context)) { context--; }
        return context >= 0 && (HasOpenBranch(context) || HasOpenAddress(context));
    }

    /// <summary>The newest earlier store of the thread to a load's location, or -1.</summary>
    public int OwnStoreBefore(int load)
    {
        for (int i = load - 1; i >= 0; i--)
        {
            if (code[i].Location == code[load].Location && Stores(i)) { return i; }
        }
        return -1;
    }

    /// <summary>
    /// Whether a load may read from a store of its thread that is still waiting: its value and address must be known
    /// ((addr | data); rfi), and an acquire does not read from a store-exclusive so early (aob).
    /// </summary>
    public bool CanForward(int store, int load) =>
        TryGetValue(store, out _)
        && (code[store].AddressRegister == 0 || TryGetRegister(code[store].AddressRegister, store, out _))
        && !(code[store].IsStoreExclusive && (code[load].Access & (ArmAccess.Acquire | ArmAccess.AcquirePc)) != 0);

    /// <summary>
    /// Whether a later load of the same location has read what is no longer there: then this load comes too late (coherence).
    /// Where a store of the thread stands between them, that store waits for this load, and the later one has not read memory.
    /// </summary>
    public bool ComesTooLate(int load)
    {
        for (int i = load + 1; i < code.Length; i++)
        {
            if (code[i].IsLoad && code[i].Location == code[load].Location && HasFlag(_status[i], Stale)) { return true; }
        }
        return false;
    }

    /// <summary>Whether the branch decisions of the thread agree with the values known.</summary>
    public bool DecisionsHold()
    {
        for (int i = 0; i < code.Length; i++)
        {
            if (code[i].Guards.Count > 0 && ValuesSayOf(i) is { } holds && holds != IsExecuted(i)) { return false; }
        }
        return true;
    }

    private bool? ValuesSayOf(int index)
    {
        bool isKnown = true;
        foreach (LitmusGuard guard in code[index].Guards)
        {
            if (!TryGetRegister(guard.Register, index, out long value)) { isKnown = false; }
            else if (value == guard.Value != guard.IsEqual) { return false; }
        }
        return isKnown ? true : null;
    }

    private bool? Holds(LitmusGuard guard, int index)
    {
        if (TryGetRegister(guard.Register, index, out long value)) { return value == guard.Value == guard.IsEqual; }
        int producer = Producer(guard.Register, index);
        for (int i = producer + 1; i < index; i++)
        {
            IReadOnlyList<LitmusGuard> earlier = code[i].Guards;
            if (!IsExecuted(i) && earlier.Count > 1) { continue; }
            foreach (LitmusGuard known in earlier)
            {
                if (Producer(known.Register, i) != producer) { continue; }
                if (known.IsEqual == IsExecuted(i)) { return known.Value == guard.Value == guard.IsEqual; }
                if (known.Value == guard.Value) { return !guard.IsEqual; }
            }
        }
        return null;
    }

    /// <summary>Whether a branch at or before an instruction depends on a load that has not been performed (ctrl).</summary>
    private bool HasOpenBranch(int index)
    {
        for (int i = 0; i <= index; i++)
        {
            foreach (LitmusGuard guard in code[i].Guards)
            {
                if (!TryGetRegister(guard.Register, i, out _)) { return true; }
            }
        }
        return false;
    }

    /// <summary>Whether the address of an earlier access is not known (addr; po).</summary>
    private bool HasOpenAddress(int index)
    {
        for (int i = 0; i < index; i++)
        {
            if (code[i].AddressRegister != 0 && code[i].AccessesMemory && IsExecuted(i) && !TryGetRegister(code[i].AddressRegister, i, out _)) { return true; }
        }
        return false;
    }
}
