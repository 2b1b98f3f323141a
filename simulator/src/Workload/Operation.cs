namespace Sim.Simulator;

/// <summary>One operation of a structure with its arguments.</summary>
/// <param name="Kind">Which of the structure's operations, an index into <see cref="IStructure.Operations"/>.</param>
/// <param name="Key">The first argument: a key, or the value of a queue or log.</param>
/// <param name="Value">The second argument, 0 where there is none.</param>
public readonly record struct Operation(int Kind, ulong Key = 0, ulong Value = 0);

/// <summary>An operation that a structure offers.</summary>
/// <param name="Name">Its name: <c>insert</c>.</param>
/// <param name="ArgumentCount">How many arguments it takes: 0, 1 or 2.</param>
public sealed record OperationKind(string Name, int ArgumentCount)
{
    /// <summary>The call as text: <c>insert(1, 10)</c>.</summary>
    public string Describe(Operation operation) => ArgumentCount switch
    {
        0 => $"{Name}()",
        1 => $"{Name}({operation.Key})",
        _ => $"{Name}({operation.Key}, {operation.Value})",
    };
}
