using Sim.Simulator;

namespace Sim.Structures;

/// <summary>What both logs are asked to do.</summary>
internal static class LogWorkloads
{
    /// <summary>The operations of a log.</summary>
    public static IReadOnlyList<OperationKind> Operations { get; } = [new("append", 1)];

    /// <summary>Appends to an empty log, and to one that has a record.</summary>
    public static IReadOnlyList<Workload> ForExploration(int threadCount, int operationCount, int keyCount)
    {
        Operation[][] threads = [.. Enumerable.Range(0, threadCount).Select(thread =>
            Enumerable.Range(thread * operationCount, operationCount)
                .Select(number => Append(1 + ((ulong)number % (ulong)keyCount))).ToArray())];
        Operation fresh = Append((ulong)keyCount + 1);
        return
        [
            new Workload("append", [], threads, [fresh]),
            new Workload("append-behind", [fresh], threads, [fresh]),
        ];
    }

    /// <summary>An append of a random value; values are distinct where <paramref name="keyCount"/> is 0.</summary>
    public static Operation Timed(int thread, int index, int keyCount, ulong seed) =>
        Append(SplitMix64.NumberAt(seed, thread, index, keyCount));

    private static Operation Append(ulong value) => new(0, value);
}
