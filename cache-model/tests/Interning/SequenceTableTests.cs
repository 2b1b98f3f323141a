using CsCheck;

namespace Sim.CacheModel.Tests;

public sealed class SequenceTableTests
{
    [Fact]
    public void The_empty_sequence_is_number_zero()
    {
        SequenceTable table = new();
        Assert.Equal(1, table.Count);
        Assert.Equal(0, table.Intern([]));
        Assert.True(table[0].IsEmpty);
    }

    [Fact]
    public void Sequences_get_the_numbers_that_a_dictionary_gives() =>
        Gen.Int[0, 2].Array[0, 5].Array[0, 300].Sample(sequences =>
        {
            SequenceTable table = new();
            Dictionary<string, int> reference = new() { [""] = 0 };
            foreach (int[] sequence in sequences)
            {
                string key = string.Join(',', sequence);
                if (!reference.TryGetValue(key, out int expected)) { reference.Add(key, expected = reference.Count); }
                int id = table.Intern(sequence);
                if (id != expected || !table[id].SequenceEqual(sequence)) { return false; }
            }
            return table.Count == reference.Count;
        });

    [Fact]
    public void A_table_grows_without_forgetting()
    {
        SequenceTable table = new();
        for (int i = 1; i <= 5_000; i++) { Assert.Equal(i, table.Intern([i, -i, i / 7])); }

        Assert.Equal(5_001, table.Count);
        for (int i = 1; i <= 5_000; i++)
        {
            Assert.Equal([i, -i, i / 7], table[i].ToArray());
            Assert.Equal(i, table.Intern([i, -i, i / 7]));
        }
    }

    [Fact]
    public void A_sequence_longer_than_the_whole_table_is_kept()
    {
        SequenceTable table = new();
        int[] sequence = [.. Enumerable.Range(0, 3_000)];
        Assert.Equal(sequence, table[table.Intern(sequence)].ToArray());
    }
}
