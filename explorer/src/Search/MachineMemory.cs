using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Explorer;

/// <content>What the machine's steps do to memory, and what threads read there.</content>
internal sealed partial class Machine
{
    private void MakeVisible(int entryId)
    {
        BufferEntry entry = _buffers.Entry(entryId);
        int slot = _units.FindSlot(entry.Line, entry.OffsetBytes);
        int state = _states.Append(PersistState(slot), entryId, _units.OffsetInUnit(entry.OffsetBytes), entry.SizeBytes, entry.Value);
        bool persists = _model.PersistsWhenVisible || entry.Kind == EntryKind.NonTemporal;
        SetPersistState(slot, persists ? _states.Raise(state) : state);
    }

    private void PendLine(CacheLine line, int thread)
    {
        for (int unit = 0; unit < _units.UnitsPerLine; unit++)
        {
            int slot = _units.SlotOfUnit(line, unit);
            if (slot >= 0) { SetPersistState(slot, _states.Pend(PersistState(slot), thread)); }
        }
    }

    private void RaiseLine(CacheLine line)
    {
        for (int unit = 0; unit < _units.UnitsPerLine; unit++)
        {
            int slot = _units.SlotOfUnit(line, unit);
            if (slot >= 0) { SetPersistState(slot, _states.Raise(PersistState(slot))); }
        }
    }

    private void CompleteFlushes(int thread)
    {
        ulong mask = 1UL << thread;
        bool isChecked = false;
        for (int slot = 0; slot < _units.SlotCount && _firstSlotPosition + slot < _vector.Length; slot++)
        {
            int state = _vector[_firstSlotPosition + slot];
            if (state == 0 || (_states.PendingThreads(state) & mask) == 0) { continue; }
            if (!isChecked)
            {
                CheckCrash();
                if (Violation is not null) { return; }
                isChecked = true;
            }
            SetPersistState(slot, _states.Complete(state, thread));
        }
    }

    private ulong Read(int thread, in BehaviourNode node)
    {
        ulong memory = ReadVisible(node.Line, node.OffsetBytes, node.SizeBytes);
        int buffer = Buffer(thread);
        return buffer == 0 ? memory : _buffers.Forward(buffer, node.Line, node.OffsetBytes, node.SizeBytes, memory);
    }

    private UInt128 ReadLocked(in BehaviourNode node) => node.SizeBytes <= PersistWord.Bytes
        ? ReadVisible(node.Line, node.OffsetBytes, node.SizeBytes)
        : new UInt128(
            ReadVisible(node.Line, node.OffsetBytes + PersistWord.Bytes, PersistWord.Bytes),
            ReadVisible(node.Line, node.OffsetBytes, PersistWord.Bytes));

    private ulong ReadVisible(CacheLine line, int offsetBytes, int sizeBytes)
    {
        int slot = _units.FindSlot(line, offsetBytes);
        return slot < 0 ? 0 : _states.Contents.Read(_states.Visible(PersistState(slot)), _units.OffsetInUnit(offsetBytes), sizeBytes);
    }

    /// <summary>Memory as a thread sees it in this state, for running code; its writes go to an overlay.</summary>
    private sealed class MachineImage(Machine machine, int thread) : IMemoryImage
    {
        private readonly Dictionary<long, byte> _written = [];

        public ulong Read(PmemAddress address, int sizeBytes)
        {
            int offset = (int)(address.Offset & (CacheLine.Bytes - 1));
            ulong value = machine.ReadVisible(address.Line, offset, sizeBytes);
            value = machine._buffers.Forward(machine.Buffer(thread), address.Line, offset, sizeBytes, value);
            for (int i = 0; i < sizeBytes; i++)
            {
                if (_written.TryGetValue(address.Offset + i, out byte written))
                {
                    value = (value & ~(0xFFUL << (8 * i))) | ((ulong)written << (8 * i));
                }
            }
            return value;
        }

        public void Write(PmemAddress address, int sizeBytes, ulong value)
        {
            for (int i = 0; i < sizeBytes; i++) { _written[address.Offset + i] = (byte)(value >> (8 * i)); }
        }
    }
}
