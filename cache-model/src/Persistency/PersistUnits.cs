using System.Numerics;

namespace Sim.CacheModel;

/// <summary>Numbers the persist units (lines or words) that any code stores to, in the order in which they are met.</summary>
/// <remarks>Only these units take room in a state; all others hold zeros for ever.</remarks>
/// <param name="model">The model; it fixes the unit.</param>
/// <param name="lengthBytes">Length of the mapping.</param>
/// <param name="growth">Says whether this and the tables of the rules may grow; null for always.</param>
public sealed class PersistUnits(PersistencyModel model, long lengthBytes, GrowthLock? growth = null)
{
    private readonly int _shift = BitOperations.Log2((uint)model.UnitBytes);
    private readonly int[] _slotPlusOne = new int[((lengthBytes + CacheLine.Bytes - 1) / CacheLine.Bytes) * model.UnitsPerLine];
    private readonly List<int> _unitOfSlot = [];

    /// <summary>
    /// Says whether this and the tables of the rules may grow. Everything that a step of the rules remembers must obey it:
    /// several threads take steps at once while it is locked.
    /// </summary>
    public GrowthLock Growth { get; } = growth ?? new GrowthLock();

    /// <summary>Bytes of a unit.</summary>
    public int UnitBytes => model.UnitBytes;

    /// <summary>Units in a cache line.</summary>
    public int UnitsPerLine => model.UnitsPerLine;

    /// <summary>How many units have a slot.</summary>
    public int SlotCount => _unitOfSlot.Count;

    /// <summary>The address of the first byte of a slot's unit.</summary>
    public PmemAddress Address(int slot) => new((long)_unitOfSlot[slot] << _shift);

    /// <summary>The slot of the unit that holds a byte of a line, or -1.</summary>
    public int FindSlot(CacheLine line, int offsetBytes) => _slotPlusOne[Unit(line, offsetBytes)] - 1;

    /// <summary>The slot of the unit that holds a byte of a line, given anew where there is none.</summary>
    public int SlotFor(CacheLine line, int offsetBytes)
    {
        int unit = Unit(line, offsetBytes);
        if (_slotPlusOne[unit] == 0)
        {
            Growth.Demand();
            _unitOfSlot.Add(unit);
            _slotPlusOne[unit] = _unitOfSlot.Count;
        }
        return _slotPlusOne[unit] - 1;
    }

    /// <summary>The slot of the n-th unit of a line, or -1.</summary>
    public int SlotOfUnit(CacheLine line, int unitInLine) => _slotPlusOne[(line.Index * model.UnitsPerLine) + unitInLine] - 1;

    /// <summary>Offset in its unit of a byte at an offset in its line.</summary>
    public int OffsetInUnit(int offsetInLine) => offsetInLine & (model.UnitBytes - 1);

    private int Unit(CacheLine line, int offsetBytes) => (int)((line.Start.Offset + offsetBytes) >> _shift);
}
