namespace Sim.CacheModel;

/// <summary>What a waiting thread waits for; values compare as unsigned integers.</summary>
public enum SpinCondition : byte
{
    /// <summary>The value equals the operand.</summary>
    Equal,

    /// <summary>The value differs from the operand.</summary>
    NotEqual,

    /// <summary>The value is at least the operand.</summary>
    AtLeast,

    /// <summary>None of the operand's bits is set.</summary>
    BitsClear,

    /// <summary>All of the operand's bits are set.</summary>
    BitsSet,
}

/// <summary>Evaluates <see cref="SpinCondition"/>.</summary>
public static class SpinConditions
{
    /// <summary>Whether <paramref name="value"/> ends the wait.</summary>
    public static bool IsSatisfiedBy(this SpinCondition condition, ulong value, ulong operand) => condition switch
    {
        SpinCondition.Equal => value == operand,
        SpinCondition.NotEqual => value != operand,
        SpinCondition.AtLeast => value >= operand,
        SpinCondition.BitsClear => (value & operand) == 0,
        _ => (value & operand) == operand,
    };
}
