using Sim.Explorer.Litmus;
using Sim.Simulator;

namespace Sim.Explorer.Axiomatic;

/// <summary>The values that each location may hold in some execution: what loads are guessed to read.</summary>
/// <remarks>
/// A value comes from a constant or an initial value through a chain of instructions that write what they, or a load before
/// them, have read. No instruction stands twice in the chain: its value would be derived from itself, and every model forbids
/// such a cycle of rf and data dependencies. So each value is kept with the sets of instructions that can derive it, smallest
/// sets only, and an instruction extends a chain that it is not yet in. Guards are ignored: that only adds values.
/// </remarks>
internal sealed class ValueDomain
{
    private readonly Dictionary<long, List<ulong>>[] _derivations;
    private bool _isStable;

    private ValueDomain(long[] initial)
    {
        _derivations = [.. initial.Select(_ => new Dictionary<long, List<ulong>>())];
        for (int location = 0; location < initial.Length; location++) { Add(location, initial[location], 0); }
    }

    /// <summary>The values of each location, in the order in which they were found.</summary>
    /// <param name="threads">The threads.</param>
    /// <param name="initial">The value that each location starts with.</param>
    /// <exception cref="InputException">The program is too large.</exception>
    public static List<long>[] Of(IReadOnlyList<LitmusThread> threads, long[] initial)
    {
        ValueDomain domain = new(initial);
        while (!domain._isStable)
        {
            domain._isStable = true;
            int number = 0;
            foreach (LitmusThread thread in threads)
            {
                foreach (LitmusInstruction instruction in thread.Instructions.Where(instruction => Writes(instruction.Opcode)))
                {
                    if (number == Relation.MaxEvents) { throw new InputException($"more than {Relation.MaxEvents} writing instructions, the axiomatic judge takes at most as many"); }
                    domain.Execute(thread, instruction, 1UL << number++);
                }
            }
        }
        return [.. domain._derivations.Select(values => values.Keys.ToList())];
    }

    private void Execute(LitmusThread thread, LitmusInstruction instruction, ulong self)
    {
        foreach (int location in instruction.Locations)
        {
            foreach ((long value, ulong derivation) in Operand(thread, instruction.Value))
            {
                if (instruction.Opcode != LitmusOpcode.FetchAdd)
                {
                    Extend(location, value, derivation, self);
                    continue;
                }
                foreach ((long old, ulong oldDerivation) in Values(location)) { Extend(location, old + value, derivation | oldDerivation, self); }
            }
        }
    }

    private static bool Writes(LitmusOpcode opcode) => opcode is LitmusOpcode.Store or LitmusOpcode.NonTemporalStore or LitmusOpcode.WideStore
        or LitmusOpcode.Exchange or LitmusOpcode.FetchAdd or LitmusOpcode.CompareExchange
        or LitmusOpcode.Str or LitmusOpcode.Stlr or LitmusOpcode.Stxr or LitmusOpcode.Stlxr;

    /// <summary>What an operand may be: a register holds its initial 0, or what any instruction of the thread with that target may have read.</summary>
    private List<(long Value, ulong Derivation)> Operand(LitmusThread thread, LitmusOperand operand)
    {
        if (!operand.IsRegister) { return [(operand.Constant, 0)]; }
        List<(long, ulong)> values = [(0, 0)];
        foreach (LitmusInstruction source in thread.Instructions.Where(instruction => instruction.Target == operand.Register))
        {
            if (source.Opcode is LitmusOpcode.Stxr or LitmusOpcode.Stlxr) { values.Add((1, 0)); }
            else { values.AddRange(source.Locations.SelectMany(Values)); }
        }
        return values;
    }

    private List<(long Value, ulong Derivation)> Values(int location) =>
        [.. _derivations[location].SelectMany(pair => pair.Value.Select(derivation => (pair.Key, derivation)))];

    private void Extend(int location, long value, ulong derivation, ulong self)
    {
        if ((derivation & self) == 0) { Add(location, value, derivation | self); }
    }

    private void Add(int location, long value, ulong derivation)
    {
        if (!_derivations[location].TryGetValue(value, out List<ulong>? known)) { _derivations[location].Add(value, known = []); }
        if (known.Exists(smaller => (smaller & ~derivation) == 0)) { return; }
        known.RemoveAll(larger => (derivation & ~larger) == 0);
        known.Add(derivation);
        _isStable = false;
    }
}
