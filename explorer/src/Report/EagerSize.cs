using Sim.CacheModel;

namespace Sim.Explorer;

/// <summary>Estimates how much a tool would run that shares nothing: one execution for each interleaving, one recovery for each crash image of it.</summary>
/// <remarks>
/// Knuth's estimator (Estimating the efficiency of backtrack programs, 1975): a random walk from the start, weighted by the
/// product of the numbers of choices on its way, has as its mean the number of complete walks; the crash images met on the way,
/// each with the weight so far, have as their mean the number of (interleaving, crash point, image) triples. Unbiased, whatever
/// the tree's shape; the standard error is reported with it. Interleavings are counted after reduction to the choices of this
/// explorer, and images at its crash points only, so a tool without these reductions runs still more.
/// </remarks>
internal static class EagerSize
{
    private const int WalkCount = 256;

    /// <summary>Walks.</summary>
    /// <param name="machine">A machine after its search was completed: no walk leaves the known behaviour.</param>
    /// <param name="rules">Count the images of a crash.</param>
    /// <param name="monitor">The monitor's state at the start.</param>
    public static EagerEstimate Estimate(Machine machine, MemoryRules rules, int monitor)
    {
        List<int> choices = [];
        double[] interleavings = new double[WalkCount];
        double[] recoveries = new double[WalkCount];
        for (int walk = 0; walk < WalkCount; walk++)
        {
            double weight = 1;
            double images = 0;
            machine.Crashing = () => images += weight * rules.CrashImages(machine).Count;
            machine.Start(monitor);
            machine.ListChoices(choices);
            for (int step = 0; choices.Count > 0; step++)
            {
                weight *= choices.Count;
                machine.Step(choices[(int)(Random(walk, step) % (ulong)choices.Count)]);
                machine.ListChoices(choices);
            }
            machine.JudgeEnd();
            interleavings[walk] = weight;
            recoveries[walk] = images;
        }
        machine.Crashing = null;
        return new EagerEstimate(interleavings.Average(), RelativeError(interleavings), recoveries.Average(), RelativeError(recoveries));
    }

    private static double RelativeError(double[] samples)
    {
        double mean = samples.Average();
        double variance = samples.Sum(sample => (sample - mean) * (sample - mean)) / (samples.Length - 1);
        return mean == 0 ? 0 : Math.Sqrt(variance / samples.Length) / mean;
    }

    // SplitMix64 (Steele et al., OOPSLA 2014), as a function of walk and step: the same walks every time.
    private static ulong Random(int walk, int step)
    {
        ulong word = (((ulong)walk << 32) | (uint)step) * 0x9E3779B97F4A7C15UL;
        word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9UL;
        word = (word ^ (word >> 27)) * 0x94D049BB133111EBUL;
        return word ^ (word >> 31);
    }
}

/// <summary>What a tool without sharing would run.</summary>
/// <param name="Interleavings">Complete executions.</param>
/// <param name="InterleavingsError">The standard error of that, as a share of it.</param>
/// <param name="Recoveries">Recoveries over all crash images of all of them.</param>
/// <param name="RecoveriesError">The standard error of that, as a share of it.</param>
internal readonly record struct EagerEstimate(double Interleavings, double InterleavingsError, double Recoveries, double RecoveriesError);
