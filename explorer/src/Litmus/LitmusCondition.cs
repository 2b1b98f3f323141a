namespace Sim.Explorer.Litmus;

/// <summary>The <c>exists</c> condition of a litmus test.</summary>
public abstract record LitmusCondition
{
    private LitmusCondition()
    {
    }

    /// <summary>Whether an outcome satisfies the condition.</summary>
    /// <param name="values">The value of an observable by name; null for a register that was never written.</param>
    public abstract bool IsSatisfiedBy(Func<string, long?> values);

    /// <summary><c>NAME=INT</c> or <c>NAME!=INT</c>; an unwritten register satisfies neither.</summary>
    /// <param name="Observable">The observable's name.</param>
    /// <param name="IsEqual">Whether it must equal the value, or differ from it.</param>
    /// <param name="Value">The value.</param>
    public sealed record Comparison(string Observable, bool IsEqual, long Value) : LitmusCondition
    {
        /// <inheritdoc/>
        public override bool IsSatisfiedBy(Func<string, long?> values) => values(Observable) is { } found && found == Value == IsEqual;
    }

    /// <summary><c>left /\ right</c>.</summary>
    /// <param name="Left">The left condition.</param>
    /// <param name="Right">The right condition.</param>
    public sealed record And(LitmusCondition Left, LitmusCondition Right) : LitmusCondition
    {
        /// <inheritdoc/>
        public override bool IsSatisfiedBy(Func<string, long?> values) => Left.IsSatisfiedBy(values) && Right.IsSatisfiedBy(values);
    }

    /// <summary><c>left \/ right</c>.</summary>
    /// <param name="Left">The left condition.</param>
    /// <param name="Right">The right condition.</param>
    public sealed record Or(LitmusCondition Left, LitmusCondition Right) : LitmusCondition
    {
        /// <inheritdoc/>
        public override bool IsSatisfiedBy(Func<string, long?> values) => Left.IsSatisfiedBy(values) || Right.IsSatisfiedBy(values);
    }

    /// <summary><c>~ operand</c>.</summary>
    /// <param name="Operand">The condition that must not hold.</param>
    public sealed record Not(LitmusCondition Operand) : LitmusCondition
    {
        /// <inheritdoc/>
        public override bool IsSatisfiedBy(Func<string, long?> values) => !Operand.IsSatisfiedBy(values);
    }
}
