using System.Collections.Immutable;
using System.Globalization;
using Sim.Simulator;

namespace Sim.Structures;

/// <summary>The specification of a map from keys to values.</summary>
/// <remarks>
/// <c>insert</c> puts a value and returns 1 if the key is new, else 0; the value of a present key is replaced, or stays in a map that
/// only inserts;
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
    private readonly bool _replaces;
    private readonly string _defect;

    private MapState(ImmutableSortedDictionary<ulong, ulong> pairs, bool replaces, string defect = "") =>
        (_pairs, _replaces, _defect) = (pairs, replaces, defect);

    /// <summary>The map without keys, whose inserts replace values.</summary>
    public static MapState Empty { get; } = new(ImmutableSortedDictionary<ulong, ulong>.Empty, replaces: true);

    /// <summary>The map without keys, whose inserts leave present keys as they are.</summary>
    public static MapState EmptyInsertOnly { get; } = new(ImmutableSortedDictionary<ulong, ulong>.Empty, replaces: false);

    /// <summary>The operations, in the order of their kinds.</summary>
    public static IReadOnlyList<OperationKind> Operations { get; } = [new("insert", 2), new("get", 1), new("delete", 1)];

    /// <summary>The map that holds exactly these pairs; a key that comes twice is a defect, and the state is none of a map's.</summary>
    public static MapState Of(IEnumerable<KeyValuePair<ulong, ulong>> pairs) => Of(pairs, replaces: true);

    /// <summary>The same for a map whose inserts leave present keys as they are.</summary>
    public static MapState OfInsertOnly(IEnumerable<KeyValuePair<ulong, ulong>> pairs) => Of(pairs, replaces: false);

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
        InsertKind when _pairs.ContainsKey(operation.Key) => (_replaces ? With(_pairs.SetItem(operation.Key, operation.Value)) : this, 0UL),
        InsertKind => (With(_pairs.Add(operation.Key, operation.Value)), 1UL),
        GetKind => (this, _pairs.GetValueOrDefault(operation.Key)),
        DeleteKind => (With(_pairs.Remove(operation.Key)), _pairs.ContainsKey(operation.Key) ? 1UL : 0UL),
        _ => throw UnknownKind(operation.Kind),
    };

    /// <summary>The mistake of naming an operation that a map does not have.</summary>
    /// <param name="kind">The number given.</param>
    public static InputException UnknownKind(int kind) => InputException.Unknown("map operation",
        kind.ToString(CultureInfo.InvariantCulture), Operations.Select((operation, index) => $"{index} ({operation.Name})"));

    /// <inheritdoc/>
    protected override string Describe() => "{" + string.Join(", ", _pairs.Select(Describe)) + "}" + _defect;

    private static MapState Of(IEnumerable<KeyValuePair<ulong, ulong>> pairs, bool replaces)
    {
        ImmutableSortedDictionary<ulong, ulong>.Builder map = ImmutableSortedDictionary.CreateBuilder<ulong, ulong>();
        string defect = "";
        foreach ((ulong key, ulong value) in pairs)
        {
            if (!map.TryAdd(key, value)) { defect = $"{defect} and {key} again"; }
        }
        return new MapState(map.ToImmutable(), replaces, defect);
    }

    private MapState With(ImmutableSortedDictionary<ulong, ulong> pairs) => new(pairs, _replaces, _defect);

    private static string Describe(KeyValuePair<ulong, ulong> pair) =>
        string.Create(CultureInfo.InvariantCulture, $"{pair.Key}: {pair.Value}");
}
