using System.Collections.Immutable;
using System.Globalization;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>The specification of a first-in-first-out queue.</summary>
/// <remarks>Operations: 0 <c>enqueue(value)</c>, value at least 1, result 0; 1 <c>dequeue()</c>, the oldest value, 0 if there is none.</remarks>
/// <param name="items">The values, oldest first.</param>
/// <param name="defect">What is wrong with an observed queue; no state of the specification has a defect.</param>
public sealed class FifoState(ImmutableList<ulong> items, string defect = "") : AbstractState
{
    /// <summary>The queue without items.</summary>
    public static FifoState Empty { get; } = new([]);

    /// <summary>The values, oldest first.</summary>
    public ImmutableList<ulong> Items => items;

    /// <inheritdoc/>
    public override (AbstractState Next, ulong Result) Apply(Operation operation, int thread) =>
        operation.Kind == QueueState.Enqueue ? (new FifoState(items.Add(operation.Key), defect), 0)
        : items.IsEmpty ? (this, 0)
        : (new FifoState(items.RemoveAt(0), defect), items[0]);

    /// <inheritdoc/>
    protected override string Describe() => $"[{string.Join(", ", items.Select(item => item.ToString(CultureInfo.InvariantCulture)))}]{(defect.Length > 0 ? $" but {defect}" : "")}";
}
