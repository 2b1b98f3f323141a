using Sim.CacheModel;
using Sim.Simulator.Results;

namespace Sim.Simulator.Tests;

/// <summary>Platforms and measurements that the timing tests share.</summary>
internal static class TimedTestKit
{
    public static Platform OptaneG1 { get; } = Platform.Load("optane-g1-adr");

    public static Platform OptaneG2 { get; } = Platform.Load("optane-g2-eadr");

    public static PmemAddress Line(int index) => new CacheLine(index).Start;

    public static Platform WithOneDimm(this Platform platform) => platform with { Memory = platform.Memory with { Channels = 1 } };

    /// <summary>The cycles that the measured part takes on thread 0 of a fresh machine, after the preparation.</summary>
    public static long Cycles(Platform platform, Action<TimedPmem> prepare, Action<TimedPmem> measured)
    {
        using TimedMachine machine = new(platform, 1 << 20, threadCount: 1);
        machine.Alone(prepare);
        machine.StartAccount();
        machine.Alone(measured);
        machine.CheckAccounts();
        return machine.Core(0).Elapsed;
    }

    public static RunResult Run(IStructure structure, Platform platform, TimedRunOptions options) =>
        TimedRunner.Run(structure, platform, options, TestContext.Current.CancellationToken);

    public static void Alone(this TimedMachine machine, Action<TimedPmem> body) =>
        machine.RunAlone(body, TestContext.Current.CancellationToken);

    public static void Together(this TimedMachine machine, Action<int, TimedPmem> body) =>
        machine.Run(body, TestContext.Current.CancellationToken);

    public static long CyclesOf(this TimedMachine machine, StallCause cause) =>
        Enumerable.Range(0, machine.ThreadCount).Sum(thread => machine.Core(thread).CyclesByCause[(int)cause]);
}
