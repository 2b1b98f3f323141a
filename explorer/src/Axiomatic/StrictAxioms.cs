using static Sim.Explorer.Axiomatic.EventClass;

namespace Sim.Explorer.Axiomatic;

/// <summary>Sequential consistency with strict persistency: every store is persistent at once.</summary>
/// <remarks>
/// [Lamport79] in the form of Shasha and Snir: an execution is sequentially consistent when po, rf, co and fr together have no
/// cycle. A crash keeps the memory of a down-closed set of events.
/// </remarks>
internal static class StrictAxioms
{
    /// <summary>acyclic(po | rf | co | fr).</summary>
    public static Axiom SequentialConsistency { get; } = new("sc", "acyclic(po | rf | co | fr)", AxiomShape.Acyclic,
        Communication.Rf | Communication.Fr | Communication.Co,
        new Clause("po", "po", (x, r) => r.Add(x.Po)));

    /// <summary><c>sc</c>, also known as <c>strict</c>.</summary>
    public static IReadOnlyList<AxiomaticModel> Models { get; } = [.. new[] { "sc", "strict" }.Select(name => new AxiomaticModel(
        name,
        [SequentialConsistency],
        [PersistClause.Ordered("persist-at-once", "[W|NT|U];sc+ is part of nvo", W | NT | U, relation: 0)]))];
}
