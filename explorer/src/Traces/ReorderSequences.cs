using System.Numerics;

namespace Sim.Explorer.Traces;

/// <summary>The sequences that an engine of pmreorder tries for a number of stores.</summary>
internal static class ReorderSequences
{
    private const int PartialCount = 3;

    /// <summary>How many sequences there are.</summary>
    public static BigInteger Count(ReorderEngine engine, int storeCount) => engine switch
    {
        ReorderEngine.NoCheck => 0,
        ReorderEngine.None => 1,
        ReorderEngine.Accumulative or ReorderEngine.ReverseAccumulative => storeCount + 1,
        ReorderEngine.Partial => storeCount > 1 ? PartialCount : 1 << storeCount,
        _ => CountFull(storeCount),
    };

    /// <summary>The sequences, each as indexes of stores in the order in which they are applied.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="storeCount">How many stores there are.</param>
    /// <param name="seed">Chooses the random subsets.</param>
    public static IEnumerable<int[]> Of(ReorderEngine engine, int storeCount, ulong seed) => engine switch
    {
        ReorderEngine.NoCheck => [],
        ReorderEngine.None => [[.. Enumerable.Range(0, storeCount)]],
        ReorderEngine.Accumulative => Enumerable.Range(0, storeCount + 1).Select(length => Enumerable.Range(0, length).ToArray()),
        ReorderEngine.ReverseAccumulative =>
            Enumerable.Range(0, storeCount + 1).Select(length => Enumerable.Range(storeCount - length, length).ToArray()),
        ReorderEngine.Partial => Partial(storeCount, seed),
        _ => Enumerable.Range(0, storeCount + 1).SelectMany(length => Permutations(storeCount, length)),
    };

    private static BigInteger CountFull(int storeCount)
    {
        // The sum of n! / (n - k)! over k, from the longest sequences down: n (n - 1) ... + ... + n + 1.
        BigInteger count = 1;
        for (int chosen = 1; chosen <= storeCount; chosen++) { count = (count * chosen) + 1; }
        return count;
    }

    private static IEnumerable<int[]> Permutations(int storeCount, int length)
    {
        int[] sequence = new int[length];
        bool[] isUsed = new bool[storeCount];
        return Extend(0);

        IEnumerable<int[]> Extend(int depth)
        {
            if (depth == length)
            {
                yield return [.. sequence];
                yield break;
            }
            for (int store = 0; store < storeCount; store++)
            {
                if (isUsed[store]) { continue; }
                (isUsed[store], sequence[depth]) = (true, store);
                foreach (int[] longer in Extend(depth + 1)) { yield return longer; }
                isUsed[store] = false;
            }
        }
    }

    private static IEnumerable<int[]> Partial(int storeCount, ulong seed)
    {
        HashSet<string> seen = [];
        int wanted = (int)Count(ReorderEngine.Partial, storeCount);
        ulong state = seed;
        while (seen.Count < wanted)
        {
            List<int> subset = [];
            for (int store = 0; store < storeCount; store++)
            {
                if ((Next(ref state) & 1) == 1) { subset.Add(store); }
            }
            if (seen.Add(string.Join(',', subset))) { yield return [.. subset]; }
        }
    }

    // SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
    private static ulong Next(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (z ^ (z >> 31)) >> 32;
    }
}
