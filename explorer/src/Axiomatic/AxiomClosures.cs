using System.Numerics;

namespace Sim.Explorer.Axiomatic;

/// <summary>The relations of a model's axioms, kept transitively closed while edges are chosen, with a copy per choice to come back to.</summary>
/// <remarks>An axiom that is violated is marked in a set, and its relation no longer maintained.</remarks>
internal sealed class AxiomClosures(AxiomaticModel model, int capacity, int choiceCount, int violationLimit)
{
    private readonly Relation[] _program = [.. model.Axioms.Select(_ => new Relation(capacity))];
    private readonly Relation[][] _levels = new Relation[choiceCount + 1][];

    /// <summary>The closures after the first <paramref name="depth"/> choices, by axiom.</summary>
    public Relation[] this[int depth] => _levels[depth] ??= [.. model.Axioms.Select(_ => new Relation(capacity))];

    /// <summary>Whether a candidate that violates these axioms is still wanted.</summary>
    public bool IsWithinLimit(uint violated) => BitOperations.PopCount(violated) <= violationLimit;

    /// <summary>Starts with what program order determines.</summary>
    /// <returns>The axioms that this violates already.</returns>
    public uint Begin(Candidate x)
    {
        uint violated = 0;
        for (int axiom = 0; axiom < _program.Length; axiom++)
        {
            Relation program = _program[axiom];
            program.Clear(x.Count);
            foreach (Clause clause in model.Axioms[axiom].Clauses)
            {
                clause.Build(x, program);
            }
            this[0][axiom].CopyFrom(program);
            if (model.Axioms[axiom].Shape == AxiomShape.Acyclic && !this[0][axiom].Close()) { violated |= 1U << axiom; }
        }
        return violated;
    }

    /// <summary>Copies the closures for one more choice; those at <paramref name="depth"/> stay as they are for the next.</summary>
    /// <returns>The new depth.</returns>
    public int Descend(int depth)
    {
        Relation[] from = this[depth];
        Relation[] to = this[depth + 1];
        for (int axiom = 0; axiom < from.Length; axiom++)
        {
            to[axiom].CopyFrom(from[axiom]);
        }
        return depth + 1;
    }

    /// <summary>Adds a chosen edge to all axioms that it takes part in; false when one too many is violated.</summary>
    public bool Add(int depth, Communication kind, int from, int to, ref uint violated)
    {
        Relation[] closures = _levels[depth];
        for (int axiom = 0; axiom < closures.Length; axiom++)
        {
            Axiom rule = model.Axioms[axiom];
            if ((rule.Communication & kind) == 0 || (violated >> axiom & 1) != 0) { continue; }
            bool holds = rule.Shape == AxiomShape.Acyclic ? closures[axiom].AddClosed(from, to) : !closures[axiom].Has(to, from);
            if (!holds) { violated |= 1U << axiom; }
        }
        return IsWithinLimit(violated);
    }

    /// <summary>Adds the edges of the clauses that depend on a read's source; false when one axiom too many is violated.</summary>
    public bool AddFromClauses(int depth, Candidate x, int write, int read, ref uint violated)
    {
        Relation[] closures = _levels[depth];
        for (int axiom = 0; axiom < closures.Length; axiom++)
        {
            foreach (Clause clause in model.Axioms[axiom].Clauses)
            {
                if (clause.Before is null || (violated >> axiom & 1) != 0) { continue; }
                for (ulong before = clause.Before(x, write, read); before != 0; before &= before - 1)
                {
                    if (closures[axiom].AddClosed(BitOperations.TrailingZeroCount(before), read)) { continue; }
                    violated |= 1U << axiom;
                    break;
                }
            }
        }
        return IsWithinLimit(violated);
    }
}
