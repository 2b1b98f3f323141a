using Sim.Simulator;

namespace Sim.Explorer.Tests;

/// <summary>The specification of a queue: <c>enqueue(v)</c> gives 0, <c>dequeue()</c> the oldest value, or 0 where there is none.</summary>
internal sealed class QueueState(params ulong[] items) : AbstractState
{
    public static Operation Dequeue { get; } = new(1);

    public static Operation Enqueue(ulong value) => new(0, value);

    public override (AbstractState Next, ulong Result) Apply(Operation operation, int thread) =>
        operation.Kind == 0 ? (new QueueState([.. items, operation.Key]), 0)
        : items.Length == 0 ? (this, 0)
        : (new QueueState(items[1..]), items[0]);

    protected override string Describe() => $"[{string.Join(' ', items)}]";
}
