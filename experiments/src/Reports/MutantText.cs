using Sim.Experiments.Output;

namespace Sim.Experiments.Reports;

/// <summary>The explorations of structures and their mutants as text.</summary>
internal static class MutantText
{
    /// <summary>Writes the answer, the mutants that survive, and the table.</summary>
    public static void Write(MutantScores scores, TextWriter writer)
    {
        int count = scores.Structures.Sum(structure => structure.Mutants);
        int found = count - scores.Structures.Sum(structure => structure.Survivors.Count);
        int holding = scores.Structures.Count(structure => structure.Holds);
        MutantScore first = scores.Structures[0];
        writer.WriteLine($"{(scores.IsPerfect ? "ALL FOUND" : "NOT ALL FOUND")} {found} of {Quantity.Of(count, "mutant")}, {holding} of "
            + $"{Quantity.Count(scores.Structures.Count)} structures hold: {Quantity.Of(first.Threads, "thread")} x "
            + $"{Quantity.Of(first.Ops, "operation")}, {first.Model}");
        foreach (MutantScore structure in scores.Structures)
        {
            if (!structure.Holds) { writer.WriteLine($"does not hold: {structure.Structure}"); }
            foreach (string mutant in structure.Survivors) { writer.WriteLine($"survives: {structure.Structure} {mutant}"); }
        }
        writer.WriteLine("images: crash images represented; s: the structure's seconds; max s: its slowest mutant's");
        ReportTable table = new ReportTable().Name("structure").Number("states").Number("transitions").Number("runs")
            .Number("images").Number("s").Number("found").Number("max s");
        foreach (MutantScore structure in scores.Structures)
        {
            table.Row(structure.Structure, Quantity.Count(structure.States), Quantity.Count(structure.Transitions),
                Quantity.Count(structure.CodeRuns), Quantity.Count(structure.CrashImagesRepresented),
                Quantity.Decimal(structure.Seconds), $"{structure.Mutants - structure.Survivors.Count}/{structure.Mutants}",
                Quantity.Decimal(structure.SlowestMutantSeconds));
        }
        table.WriteTo(writer);
    }
}
