namespace Sim.Explorer.Litmus;

/// <summary>Gives every value that occurs a number; 0 is the number of 0.</summary>
internal sealed class LitmusValues
{
    private readonly List<long> _values = [];
    private readonly Dictionary<long, int> _ids = [];

    /// <summary>Starts with the value 0.</summary>
    public LitmusValues() => Intern(0);

    /// <summary>The value with a number.</summary>
    public long this[int id] => _values[id];

    /// <summary>The number of a value.</summary>
    public int Intern(long value)
    {
        if (!_ids.TryGetValue(value, out int id))
        {
            id = _values.Count;
            _values.Add(value);
            _ids.Add(value, id);
        }
        return id;
    }
}
