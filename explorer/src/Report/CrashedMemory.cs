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
            int[] candidates = tables.States.Candidates(machine.PersistState(slot)).ToArray();
            if (candidates.Length < 2) { continue; }
            PmemAddress unit = tables.Units.Address(slot);
            (int persisted, bool isRead) = Choose(slot, candidates);
            if (!lines.TryGetValue(unit.Line.Index, out (bool Read, List<CrashedWord> Words) line)) { line = (false, []); }
            line.Words.AddRange(DifferingWords(unit, candidates, persisted));
            lines[unit.Line.Index] = (line.Read || isRead, line.Words);
        }
        return [.. lines.Select(line => new CrashedLine(line.Key, line.Value.Read, [.. line.Value.Words.OrderBy(word => word.Address)]))];
    }

    private (int Content, bool IsRead) Choose(int slot, int[] candidates)
    {
        bool isRead = false;
        for (int i = candidates.Length - 1; i > 0; i--)
        {
            if (Agrees(slot, candidates[i], ref isRead)) { return (candidates[i], isRead); }
        }
        Agrees(slot, candidates[0], ref isRead);
        return (candidates[0], isRead);
    }

    private bool Agrees(int slot, int content, ref bool isRead)
    {
        for (int i = 0; i < _path.Count; i++)
        {
            BehaviourNode node = tables.Tree[_path[i]];
            bool writes = node.Kind is NodeKind.Store or NodeKind.NonTemporalStore;
            if (node.Reads && i + 1 < _path.Count)
            {
                UInt128 value = tables.Tree.ValueReadBefore(_path[i + 1]);
                for (int part = 0; part < node.SizeBytes; part += PersistWord.Bytes)
                {
                    if (tables.Units.FindSlot(node.Line, node.OffsetBytes + part) != slot) { continue; }
                    isRead = true;
                    int bytes = Math.Min(PersistWord.Bytes, node.SizeBytes - part);
                    int offset = tables.Units.OffsetInUnit(node.OffsetBytes + part);
                    if (tables.States.Contents.Read(content, offset, bytes) != (ulong)(value >> (8 * part))) { return false; }
                }
                writes = node.Kind == NodeKind.CompareExchange && value == node.Comparand;
            }
            if (writes)
            {
                content = Written(slot, content, node.Entry);
                content = node.UpperEntry >= 0 ? Written(slot, content, node.UpperEntry) : content;
            }
        }
        return true;
    }

    private int Written(int slot, int content, int entryId)
    {
        BufferEntry entry = tables.Buffers.Entry(entryId);
        return tables.Units.FindSlot(entry.Line, entry.OffsetBytes) == slot
            ? tables.States.Contents.Replace(content, tables.Units.OffsetInUnit(entry.OffsetBytes), entry.SizeBytes, entry.Value)
            : content;
    }

    private List<CrashedWord> DifferingWords(PmemAddress unit, int[] candidates, int persisted)
    {
        List<CrashedWord> words = [];
        for (int offset = 0; offset < tables.Units.UnitBytes; offset += PersistWord.Bytes)
        {
            ulong[] values = [.. candidates.Select(content => tables.States.Contents.Read(content, offset, PersistWord.Bytes))];
            if (values.Distinct().Count() == 1) { continue; }
            ulong kept = tables.States.Contents.Read(persisted, offset, PersistWord.Bytes);
            words.Add(new CrashedWord((unit + offset).Offset, $"0x{values[0]:x}", $"0x{values[^1]:x}", $"0x{kept:x}", kept != values[^1]));
        }
        return words;
    }
}
