namespace Sim.Simulator;

/// <summary>A state of a specification: what a structure holds, without how it holds it.</summary>
/// <remarks>
/// Subclasses are immutable and give a canonical text: two states are the same state exactly when their texts are equal.
/// </remarks>
public abstract class AbstractState : IEquatable<AbstractState>
{
    private string? _text;

    /// <summary>The canonical text, for comparison and for people: <c>{1: 10, 2: 20}</c>.</summary>
    public string Text => _text ??= Describe();

    /// <summary>What the operation does according to the specification.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="thread">The thread that runs it, from 0.</param>
    /// <returns>The state after it, and the result that it returns.</returns>
    public abstract (AbstractState Next, ulong Result) Apply(Operation operation, int thread);

    /// <summary>Builds the canonical text.</summary>
    protected abstract string Describe();

    /// <inheritdoc/>
    public bool Equals(AbstractState? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as AbstractState);

    /// <inheritdoc/>
    public sealed override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    /// <inheritdoc/>
    public sealed override string ToString() => Text;
}
