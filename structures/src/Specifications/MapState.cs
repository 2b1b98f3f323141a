using System.Collections.Immutable;
using System.Globalization;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>The specification of a map from keys to values.</summary>
/// <remarks>
/// <c>insert</c> puts a value, in place of an older one, and returns 1 if the key is new and 0 if its value was replaced;
/// <c>get</c> returns the value, 0 where there is none; <c>delete</c> returns 1 if the key was there, else 0.
/// A value of 0 would look absent to <c>get</c>: workloads use values from 1.
/// </remarks>
public sealed class MapState : AbstractState
{
    /// <summary>The kind of <c>insert(key, value)</c>.</summary>
    public const int InsertKind = 0;

    /// <summary>The kind of <c>get(key)</c>.</summary>
    public const int GetKind = 1;

    /// <summary>The kind of <c>delete(key)</c>.</summary>
    public const int DeleteKind = 2;

    private readonly ImmutableSortedDictionary<ulong, ulong> _pairs;

    private MapState(ImmutableSortedDictionary<ulong, ulong> pairs) => _pairs = pairs;

    /// <summary>The map without keys.</summary>
    public static MapState Empty { get; } = new(ImmutableSortedDictionary<ulong, ulong>.Empty);

    /// <summary>The operations, in the order of their kinds.</summary>
    public static IReadOnlyList<OperationKind> Operations { get; } = [new("insert", 2), new("get", 1), new("delete", 1)];

    /// <summary>The map that holds exactly these pairs; keys are distinct.</summary>
    public static MapState Of(IEnumerable<KeyValuePair<ulong, ulong>> pairs) => new(pairs.ToImmutableSortedDictionary());

    /// <summary>The operation <c>insert(key, value)</c>.</summary>
    public static Operation Insert(ulong key, ulong value) => new(InsertKind, key, value);

    /// <summary>The operation <c>get(key)</c>.</summary>
    public static Operation Get(ulong key) => new(GetKind, key);

    /// <summary>The operation <c>delete(key)</c>.</summary>
    public static Operation Delete(ulong key) => new(DeleteKind, key);

    /// <inheritdoc/>
    /// <exception cref="InputException">The kind is none of a map's.</exception>
    public override (AbstractState Next, ulong Result) Apply(Operation operation, int thread) => operation.Kind switch
    {
        InsertKind => (new MapState(_pairs.SetItem(operation.Key, operation.Value)), _pairs.ContainsKey(operation.Key) ? 0UL : 1UL),
        GetKind => (this, _pairs.GetValueOrDefault(operation.Key)),
        DeleteKind => (new MapState(_pairs.Remove(operation.Key)), _pairs.ContainsKey(operation.Key) ? 1UL : 0UL),
        _ => throw UnknownKind(operation.Kind),
    };

    /// <summary>The mistake of naming an operation that a map does not have.</summary>
    /// <param name="kind">The number given.</param>
    public static InputException UnknownKind(int kind) => InputException.Unknown("map operation",
        kind.ToString(CultureInfo.InvariantCulture), Operations.Select((operation, index) => $"{index} ({operation.Name})"));

    /// <inheritdoc/>
    protected override string Describe() => "{" + string.Join(", ", _pairs.Select(Describe)) + "}";

    private static string Describe(KeyValuePair<ulong, ulong> pair) =>
        string.Create(CultureInfo.InvariantCulture, $"{pair.Key}: {pair.Value}");
}
