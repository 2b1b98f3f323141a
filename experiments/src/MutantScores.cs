using Sim.Experiments.Reports;
using Sim.Simulator.Results;

namespace Sim.Experiments;

/// <summary>What the explorations of several structures and their mutants took and found.</summary>
/// <param name="Structures">One entry for each structure.</param>
internal sealed record MutantScores(IReadOnlyList<MutantScore> Structures)
{
    /// <summary>Whether every structure holds, completely explored, and every mutant is found.</summary>
    public bool IsPerfect => Structures.All(structure => structure.Holds && structure.Survivors.Count == 0);
}

/// <summary>What the explorations of one structure and its mutants took and found.</summary>
/// <param name="Structure">The structure's name.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Ops">Operations per thread.</param>
/// <param name="Model">The persistency model.</param>
/// <param name="Holds">Whether the structure itself was completely explored and holds.</param>
/// <param name="States">Distinct global states of the structure itself, as all counts up to <paramref name="Seconds"/>.</param>
/// <param name="Transitions">Transitions between them.</param>
/// <param name="CodeRuns">Executions of operation code.</param>
/// <param name="RecoveriesRun">Executions of recovery code.</param>
/// <param name="CrashImagesRepresented">Crash images that the crash points stand for.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
/// <param name="Mutants">How many mutants were explored.</param>
/// <param name="Survivors">Those without a violation.</param>
/// <param name="SlowestMutant">The mutant that took longest, or null if there is none.</param>
/// <param name="SlowestMutantSeconds">Its wall-clock seconds.</param>
internal sealed record MutantScore(string Structure, int Threads, int Ops, string Model, bool Holds, long States, long Transitions, long CodeRuns,
    long RecoveriesRun, double CrashImagesRepresented, double Seconds, int Mutants, IReadOnlyList<string> Survivors, string? SlowestMutant,
    double SlowestMutantSeconds)
{
    /// <summary>Summarises the explorations of a structure.</summary>
    /// <param name="correct">That of the structure itself.</param>
    /// <param name="mutants">Those of its mutants.</param>
    public static MutantScore Of(ExploreResult correct, IReadOnlyList<ExploreResult> mutants)
    {
        ExploreResult? slowest = mutants.MaxBy(mutant => mutant.Seconds);
        bool holds = ExploreText.IsComplete(correct) && !ExploreText.IsViolated(correct);
        return new MutantScore(correct.Structure, correct.Threads, correct.Ops, correct.Model, holds, correct.States, correct.Transitions,
            correct.CodeRuns, correct.RecoveriesRun, correct.CrashImagesRepresented, correct.Seconds, mutants.Count,
            [.. mutants.Where(mutant => !ExploreText.IsViolated(mutant)).Select(mutant => mutant.Mutant!)], slowest?.Mutant, slowest?.Seconds ?? 0);
    }
}
