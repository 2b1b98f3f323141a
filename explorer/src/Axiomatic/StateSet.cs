namespace Sim.Explorer.Axiomatic;

/// <summary>A set of value vectors, in the order in which they were found.</summary>
internal sealed class StateSet
{
    private readonly HashSet<long[]> _known = new(new Contents());
    private readonly List<long[]> _states = [];

    public IReadOnlyList<long[]> States => _states;

    /// <summary>Adds a copy of the vector, unless it is there.</summary>
    public void Add(long[] state)
    {
        if (_known.Contains(state)) { return; }
        long[] copy = [.. state];
        _known.Add(copy);
        _states.Add(copy);
    }

    private sealed class Contents : IEqualityComparer<long[]>
    {
        public bool Equals(long[]? x, long[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(long[] state)
        {
            ulong hash = 14695981039346656037;
            foreach (long value in state)
            {
                hash = (hash ^ (ulong)value) * 0x9E3779B97F4A7C15;
                hash ^= hash >> 32;
            }
            return (int)hash;
        }
    }
}
