using System.Numerics;
using Sim.Simulator;

namespace Sim.Explorer.Axiomatic;

/// <summary>A memory persistency model stated as axioms: data that one enumeration interprets.</summary>
/// <param name="Name">Its key in litmus tests.</param>
/// <param name="Axioms">What a consistent execution meets. The first one is the order in which events happen.</param>
/// <param name="Persistence">What is persistent before what; empty for a model without crashes.</param>
/// <param name="PersistsByLine">Whether a line persists as a prefix of its stores, or each word by itself.</param>
internal sealed record AxiomaticModel(
    string Name,
    IReadOnlyList<Axiom> Axioms,
    IReadOnlyList<PersistClause> Persistence,
    bool PersistsByLine = false)
{
    /// <summary>All models. A new one is one file and one line here.</summary>
    public static IReadOnlyList<AxiomaticModel> All { get; } =
        [.. StrictAxioms.Models, .. X86Axioms.Models, .. ArmAxioms.Models, .. EpochAxioms.Models, .. ReleaseAxioms.Models];

    /// <summary>The model of that name.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static AxiomaticModel Of(string name) =>
        All.FirstOrDefault(model => model.Name == name) ?? throw InputException.Unknown("axiomatic model", name, All.Select(model => model.Name));

    /// <summary>The names of all its parts: axioms, clauses, communication edges and persistence rules.</summary>
    public IEnumerable<string> Parts() =>
    [
        .. Axioms.Select(axiom => axiom.Name),
        .. Axioms.SelectMany(axiom => axiom.Clauses.Select(clause => $"{axiom.Name}/{clause.Name}")),
        .. Axioms.SelectMany(axiom => Enum.GetValues<Communication>()
            .Where(edge => BitOperations.IsPow2((int)edge) && axiom.Communication.HasFlag(edge))
            .Select(edge => $"{axiom.Name}/{edge}")),
        .. Persistence.Select(rule => rule.Name),
    ];

    /// <summary>The model without one of its <see cref="Parts"/>: what a test must be able to tell from the whole.</summary>
    public AxiomaticModel Without(string part)
    {
        string[] path = part.Split('/');
        return this with
        {
            Axioms =
            [
                .. Axioms.Select(axiom => axiom.Name != path[0] ? axiom
                    : path.Length > 1 ? axiom.Without(path[1])
                    : axiom with { Clauses = [], Communication = Communication.None, Shape = AxiomShape.Acyclic }),
            ],
            Persistence = [.. Persistence.Where(rule => rule.Name != part)],
        };
    }
}
