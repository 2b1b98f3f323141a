using System.Collections.Immutable;
using System.Globalization;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>The specification of a set of keys.</summary>
/// <remarks>
/// Operations: 0 <c>insert(key)</c>, 1 if the key was absent; 1 <c>remove(key)</c>, 1 if it was present;
/// 2 <c>contains(key)</c>, 1 if it is present.
/// </remarks>
/// <param name="keys">The keys; a list, so that an observation that is out of order has a text of its own.</param>
public sealed class SetState(ImmutableList<ulong> keys) : AbstractState
{
    /// <summary>The index of <c>insert</c>.</summary>
    public const int Insert = 0;

    /// <summary>The index of <c>remove</c>.</summary>
    public const int Remove = 1;

    /// <summary>The index of <c>contains</c>.</summary>
    public const int Contains = 2;

    /// <summary>The set without keys.</summary>
    public static SetState Empty { get; } = new([]);

    /// <summary>The keys, ascending.</summary>
    public ImmutableList<ulong> Keys => keys;

    /// <inheritdoc/>
    public override (AbstractState Next, ulong Result) Apply(Operation operation, int thread)
    {
        int index = keys.BinarySearch(operation.Key);
        return operation.Kind switch
        {
            Insert => index < 0 ? (new SetState(keys.Insert(~index, operation.Key)), 1UL) : (this, 0UL),
            Remove => index >= 0 ? (new SetState(keys.RemoveAt(index)), 1UL) : (this, 0UL),
            _ => (this, index >= 0 ? 1UL : 0UL),
        };
    }

    /// <inheritdoc/>
    protected override string Describe() =>
        $"{{{string.Join(", ", keys.Select(key => key.ToString(CultureInfo.InvariantCulture)))}}}";
}
