namespace Sim.Explorer.Axiomatic;

/// <summary>The relations between events that a candidate execution chooses; the rest follows from the program.</summary>
[Flags]
internal enum Communication
{
    None = 0,

    /// <summary>rfe: a write to a read of another thread that returns it.</summary>
    Rfe = 1 << 0,

    /// <summary>rfi: the same inside a thread.</summary>
    Rfi = 1 << 1,

    /// <summary>fre: a read to every write of another thread that is co-later than the one read.</summary>
    Fre = 1 << 2,

    /// <summary>fri: the same inside a thread.</summary>
    Fri = 1 << 3,

    /// <summary>co: the order of the writes of a unit: of a location, or of a line (lo) where lines persist as a whole.</summary>
    Co = 1 << 4,

    /// <summary>pf: the newest write of a unit that a flush covers, to the flush.</summary>
    Pf = 1 << 5,

    /// <summary>fp: a flush to every write of its units that it does not cover.</summary>
    Fp = 1 << 6,

    Rf = Rfe | Rfi,
    Fr = Fre | Fri,
}

/// <summary>How an axiom restricts its relation.</summary>
internal enum AxiomShape
{
    /// <summary>The union of clauses and communication has no cycle.</summary>
    Acyclic,

    /// <summary>No communication edge closes a clause's edge to a cycle of two: irreflexive(clauses;communication).</summary>
    Irreflexive,

    /// <summary>No write of another thread stands between the two events of an exclusive pair.</summary>
    Atomic,
}

/// <summary>A part of an axiom's relation.</summary>
/// <param name="Name">The name in the paper, where it has one.</param>
/// <param name="Definition">The definition as the paper writes it.</param>
/// <param name="Build">Adds its pairs for the events of a candidate, as far as program order determines them.</param>
internal sealed record Clause(string Name, string Definition, Action<Candidate, Relation> Build)
{
    /// <summary>For a part that depends on rf: given a write and a read that returns it, the events that are then ordered before the read.</summary>
    public Func<Candidate, int, int, ulong>? Before { get; private init; }

    /// <summary>A part that depends on rf.</summary>
    public static Clause OnReadsFrom(string name, string definition, Func<Candidate, int, int, ulong> before) => new(name, definition, (_, _) => { }) { Before = before };
}

/// <summary>A condition that a consistent execution meets.</summary>
/// <param name="Name">The name in the paper, where it has one.</param>
/// <param name="Definition">The condition as the paper writes it.</param>
/// <param name="Shape">How the relation is restricted.</param>
/// <param name="Communication">Which chosen relations take part.</param>
/// <param name="Clauses">Which parts of program order take part.</param>
internal sealed record Axiom(string Name, string Definition, AxiomShape Shape, Communication Communication, params Clause[] Clauses)
{
    /// <summary>The axiom without the clause, or without the communication edge, of that name.</summary>
    public Axiom Without(string part) => this with
    {
        Clauses = [.. Clauses.Where(clause => clause.Name != part)],
        Communication = Enum.TryParse(part, ignoreCase: true, out Communication edge) ? Communication & ~edge : Communication,
    };
}
