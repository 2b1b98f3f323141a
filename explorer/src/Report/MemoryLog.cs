using Sim.CacheModel;
using Sim.Simulator.Results;

namespace Sim.Explorer;

/// <summary>Writes down what store buffers and memory hold after every step of an execution.</summary>
/// <param name="rules">Know what the state's ints mean.</param>
/// <param name="state">The state that the execution changes.</param>
internal sealed class MemoryLog(MemoryRules rules, MemoryState state)
{
    private readonly List<Snapshot> _snapshots = [];

    /// <summary>Adds what is held now.</summary>
    public void Add() => _snapshots.Add(Take());

    /// <summary>Replaces the last entry by what is held now: the step had a further effect.</summary>
    public void Replace() => _snapshots[^1] = Take();

    /// <summary>The log as changes; of memory only the words that the execution ever changes or puts at risk.</summary>
    public IReadOnlyList<StepMemory> Changes()
    {
        HashSet<long> moving = [.. _snapshots.SelectMany(snapshot => snapshot.Words)
            .GroupBy(word => word.Key)
            .Where(values => values.Any(word => word.Value.Length > 1) || values.Select(word => word.Value[0]).Distinct().Count() > 1)
            .Select(values => values.Key)];
        List<StepMemory> changes = [];
        Snapshot before = new([.. Enumerable.Repeat<string[]>([], state.ThreadCount)], []);
        foreach (Snapshot snapshot in _snapshots)
        {
            changes.Add(new StepMemory(
                [.. snapshot.Buffers.Select((entries, thread) => new BufferContent(thread, entries))
                    .Where(buffer => !buffer.Entries.SequenceEqual(before.Buffers[buffer.Thread]))],
                [.. snapshot.Words.Where(word => moving.Contains(word.Key))
                    .GroupBy(word => new PmemAddress(word.Key).Line.Index)
                    .Where(line => line.Any(word => !before.Words.TryGetValue(word.Key, out string[]? old) || !old.SequenceEqual(word.Value)))
                    .OrderBy(line => line.Key)
                    .Select(line => new LineContent(line.Key, [.. line.OrderBy(word => word.Key).Select(word => new WordContent(word.Key, word.Value))]))]));
            before = snapshot;
        }
        return changes;
    }

    private Snapshot Take()
    {
        Dictionary<long, string[]> words = [];
        for (int slot = 0; slot < rules.Units.SlotCount; slot++)
        {
            IReadOnlyList<byte[]> candidates = rules.Candidates(state, slot);
            for (int offset = 0; offset < rules.Units.UnitBytes; offset += PersistWord.Bytes)
            {
                // The newest place of each value counts, so that the visible one comes last.
                words[(rules.Units.Address(slot) + offset).Offset] =
                    [.. candidates.Select(content => $"0x{BitConverter.ToUInt64(content, offset):x}").Reverse().Distinct().Reverse()];
            }
        }
        return new Snapshot([.. Enumerable.Range(0, state.ThreadCount).Select(thread => rules.DescribeWaiting(state, thread).ToArray())], words);
    }

    private sealed record Snapshot(string[][] Buffers, Dictionary<long, string[]> Words);
}
