using Sim.CacheModel;
using Sim.Simulator.Results;

namespace Sim.Explorer;

/// <summary>Decides a crash image by what recovery read, and describes every line in which a crash could lose something.</summary>
/// <remarks>Where recovery's reads leave a choice, the newest content is taken: the counterexample loses as little as possible.</remarks>
/// <param name="tables">The shared tables.</param>
/// <param name="machine">The machine in the state of the crash.</param>
/// <param name="recoveryEnd">The last node of recovery's path.</param>
internal sealed class CrashedMemory(ExplorationTables tables, Machine machine, int recoveryEnd)
{
    private readonly List<int> _path = tables.Tree.PathTo(recoveryEnd);

    /// <summary>The lines, ascending, with the words that a crash can leave in more than one way.</summary>
    public IReadOnlyList<CrashedLine> Describe()
    {
        SortedDictionary<int, (bool Read, List<CrashedWord> Words)> lines = [];
        for (int slot = 0; slot < tables.Units.SlotCount; slot++)
        {
            IReadOnlyList<byte[]> candidates = tables.Rules.Candidates(machine, slot);
            if (candidates.Count < 2) { continue; }
            PmemAddress unit = tables.Units.Address(slot);
            (byte[] persisted, bool isRead) = Choose(slot, candidates);
            if (!lines.TryGetValue(unit.Line.Index, out (bool Read, List<CrashedWord> Words) line)) { line = (false, []); }
            line.Words.AddRange(DifferingWords(unit, candidates, persisted));
            lines[unit.Line.Index] = (line.Read || isRead, line.Words);
        }
        return [.. lines.Select(line => new CrashedLine(line.Key, line.Value.Read, [.. line.Value.Words.OrderBy(word => word.Address)]))];
    }

    private (byte[] Content, bool IsRead) Choose(int slot, IReadOnlyList<byte[]> candidates)
    {
        bool isRead = false;
        for (int i = candidates.Count - 1; i > 0; i--)
        {
            if (Agrees(slot, candidates[i], ref isRead)) { return (candidates[i], isRead); }
        }
        Agrees(slot, candidates[0], ref isRead);
        return (candidates[0], isRead);
    }

    private bool Agrees(int slot, byte[] candidate, ref bool isRead)
    {
        byte[] content = [.. candidate];
        for (int i = 0; i < _path.Count; i++)
        {
            BehaviourNode node = tables.Tree[_path[i]];
            if (node.Kind != NodeKind.Instruction) { continue; }
            MemoryInstruction instruction = node.Instruction;
            bool writes = instruction.Kind is EventKind.Store or EventKind.NonTemporalStore;
            if (node.Reads && i + 1 < _path.Count)
            {
                UInt128 value = tables.Tree.ValueReadBefore(_path[i + 1]);
                for (int part = 0; part < instruction.SizeBytes; part += PersistWord.Bytes)
                {
                    if (tables.Units.FindSlot(instruction.Line, instruction.OffsetBytes + part) != slot) { continue; }
                    isRead = true;
                    int offset = tables.Units.OffsetInUnit(instruction.OffsetBytes + part);
                    int bytes = Math.Min(PersistWord.Bytes, instruction.SizeBytes - part);
                    if (Word(content, offset, bytes) != Low((ulong)(value >> (8 * part)), bytes)) { return false; }
                }
                writes = instruction.Kind == EventKind.CompareExchange && value == instruction.Comparand;
            }
            if (writes) { Write(slot, content, instruction); }
        }
        return true;
    }

    private void Write(int slot, byte[] content, in MemoryInstruction instruction)
    {
        for (int i = 0; i < instruction.SizeBytes; i++)
        {
            if (tables.Units.FindSlot(instruction.Line, instruction.OffsetBytes + i) != slot) { continue; }
            content[tables.Units.OffsetInUnit(instruction.OffsetBytes + i)] = (byte)(instruction.Operand >> (8 * i));
        }
    }

    private static ulong Low(ulong value, int bytes) => bytes == PersistWord.Bytes ? value : value & ((1UL << (8 * bytes)) - 1);

    private static ulong Word(byte[] content, int offset, int bytes)
    {
        ulong word = 0;
        for (int i = bytes - 1; i >= 0; i--) { word = (word << 8) | content[offset + i]; }
        return word;
    }

    private List<CrashedWord> DifferingWords(PmemAddress unit, IReadOnlyList<byte[]> candidates, byte[] persisted)
    {
        List<CrashedWord> words = [];
        for (int offset = 0; offset < tables.Units.UnitBytes; offset += PersistWord.Bytes)
        {
            ulong[] values = [.. candidates.Select(content => Word(content, offset, PersistWord.Bytes))];
            if (values.Distinct().Count() == 1) { continue; }
            ulong kept = Word(persisted, offset, PersistWord.Bytes);
            words.Add(new CrashedWord((unit + offset).Offset, $"0x{values[0]:x}", $"0x{values[^1]:x}", $"0x{kept:x}", kept != values[^1]));
        }
        return words;
    }
}
