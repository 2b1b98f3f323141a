using static Sim.Explorer.Tests.SmallStructure;

namespace Sim.Explorer.Tests;

/// <summary>A register whose write must not be durable before its shadow; its fences are of every sort.</summary>
internal static class FencedStructures
{
    /// <summary>One redundant fence, one needed fence, and two fences at the end of which either one suffices.</summary>
    public static SmallStructure Correct => Structure(flushesShadow: true);

    /// <summary>Wrong as written: the shadow is not flushed.</summary>
    public static SmallStructure Wrong => Structure(flushesShadow: false);

    private static SmallStructure Structure(bool flushesShadow) => new()
    {
        Workloads = [Threads([RegisterState.Write(1)])],
        OnExecute = (pmem, _, operation) =>
        {
            pmem.Fence("redundant");
            pmem.Store(Y, operation.Key, "shadow");
            if (flushesShadow) { pmem.Flush(Y, 8, "shadow"); }
            pmem.Fence("order");
            pmem.Store(X, operation.Key, "value");
            pmem.Flush(X, 8, "value");
            pmem.Fence("first");
            pmem.Fence("second");
            return 0;
        },
        OnObserve = pmem =>
        {
            ulong value = pmem.Load<ulong>(X);
            return new RegisterState(value == 0 || pmem.Load<ulong>(Y) == value ? value : 99);
        },
    };
}
