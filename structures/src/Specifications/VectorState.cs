using System.Collections.Immutable;
using System.Globalization;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>The specification of a vector whose elements change places.</summary>
/// <remarks>Operations: 0 <c>swap(i, j)</c>, result 0; 1 <c>read(i)</c>, the element.</remarks>
/// <param name="elements">The elements.</param>
public sealed class VectorState(ImmutableArray<ulong> elements) : AbstractState
{
    /// <summary>The index of <c>swap</c>.</summary>
    public const int Swap = 0;

    /// <summary>The index of <c>read</c>.</summary>
    public const int Read = 1;

    /// <summary>The vector 1, 2, 3 and so on.</summary>
    public static VectorState Ascending(int length) => new([.. Enumerable.Range(1, length).Select(number => (ulong)number)]);

    /// <inheritdoc/>
    public override (AbstractState Next, ulong Result) Apply(Operation operation, int thread)
    {
        int first = (int)operation.Key;
        if (operation.Kind == Read) { return (this, elements[first]); }
        int second = (int)operation.Value;
        return (new VectorState(elements.SetItem(first, elements[second]).SetItem(second, elements[first])), 0);
    }

    /// <inheritdoc/>
    protected override string Describe() =>
        $"<{string.Join(", ", elements.Select(element => element.ToString(CultureInfo.InvariantCulture)))}>";
}
