using System.Collections.Immutable;
using System.Globalization;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>The specification of a queue that remembers the last answer of each thread's dequeues.</summary>
/// <remarks>
/// Operation 0 is <c>enqueue(value)</c>, value at least 1, result 0; operation 1 is <c>dequeue()</c>, result 0 on an empty
/// queue. The answers are part of the state because a durable queue promises them too: after a crash a value that left the
/// queue must be found in the cell of the thread that took it (Friedman et al., PPoPP 2018, section 3).
/// </remarks>
/// <param name="items">The values, oldest first.</param>
/// <param name="answers">The last answer by thread; a thread that never dequeued is left out.</param>
public sealed class QueueState(ImmutableList<ulong> items, ImmutableSortedDictionary<int, ulong> answers) : AbstractState
{
    /// <summary>The index of <c>enqueue</c>.</summary>
    public const int Enqueue = 0;

    /// <summary>The index of <c>dequeue</c>.</summary>
    public const int Dequeue = 1;

    /// <summary>The queue without items, of which nothing was ever asked.</summary>
    public static QueueState Empty { get; } = new([], ImmutableSortedDictionary<int, ulong>.Empty);

    /// <summary>The values, oldest first.</summary>
    public ImmutableList<ulong> Items => items;

    /// <summary>The last answer by thread.</summary>
    public ImmutableSortedDictionary<int, ulong> Answers => answers;

    /// <inheritdoc/>
    public override (AbstractState Next, ulong Result) Apply(Operation operation, int thread)
    {
        if (operation.Kind == Enqueue) { return (new QueueState(items.Add(operation.Key), answers), 0); }
        return items.IsEmpty
            ? (new QueueState(items, answers.SetItem(thread, 0)), 0)
            : (new QueueState(items.RemoveAt(0), answers.SetItem(thread, items[0])), items[0]);
    }

    /// <inheritdoc/>
    protected override string Describe()
    {
        string text = $"[{string.Join(", ", items.Select(item => item.ToString(CultureInfo.InvariantCulture)))}]";
        if (answers.IsEmpty) { return text; }
        IEnumerable<string> pairs = answers.Select(answer => string.Create(CultureInfo.InvariantCulture, $"{answer.Key}: {answer.Value}"));
        return $"{text} answered {{{string.Join(", ", pairs)}}}";
    }
}
