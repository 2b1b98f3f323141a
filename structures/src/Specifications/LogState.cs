using System.Collections.Immutable;
using System.Globalization;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>The specification of an append-only log: its records, oldest first.</summary>
/// <remarks><c>append(value)</c> is operation 0; it returns the record's position, counted from 1.</remarks>
/// <param name="records">The values; null stands for a torn record, which no specification state contains.</param>
public sealed class LogState(ImmutableList<ulong?> records) : AbstractState
{
    /// <summary>The log without records.</summary>
    public static LogState Empty { get; } = new([]);

    /// <summary>The values, oldest first; null stands for a torn record.</summary>
    public ImmutableList<ulong?> Records => records;

    /// <inheritdoc/>
    public override (AbstractState Next, ulong Result) Apply(Operation operation, int thread) =>
        (new LogState(records.Add(operation.Key)), (ulong)records.Count + 1);

    /// <inheritdoc/>
    protected override string Describe() =>
        $"[{string.Join(", ", records.Select(value => value?.ToString(CultureInfo.InvariantCulture) ?? "torn"))}]";
}
