using System.Globalization;

namespace Sim.Explorer.Litmus;

/// <summary>What the outcomes of a test tell when the file does not choose: registers by thread and number, then locations by name.</summary>
/// <remarks>
/// A register counts where some instruction writes it. A crash of one machine that holds all threads loses registers and
/// volatile locations; CXL threads on other machines and an RDMA initiator survive, so that their registers are seen.
/// </remarks>
internal static class LitmusObservables
{
    /// <summary>All observables of a test, whatever it chooses to observe.</summary>
    public static IReadOnlyList<LitmusObservable> Of(LitmusTest test) => Of(test.Architecture, test.Kind, test.Locations, test.Threads, test.Recovery);

    /// <summary>The observables of a kind.</summary>
    /// <param name="architecture">The test's architecture.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="locations">Its locations, sorted by name.</param>
    /// <param name="threads">Its threads.</param>
    /// <param name="recovery">The threads of its recovery.</param>
    public static IReadOnlyList<LitmusObservable> Of(LitmusArchitecture architecture, LitmusKind kind, IReadOnlyList<LitmusLocation> locations,
        IReadOnlyList<LitmusThread> threads, IReadOnlyList<LitmusThread> recovery)
    {
        bool threadsSurvive = architecture is LitmusArchitecture.Cxl or LitmusArchitecture.Rdma;
        IEnumerable<LitmusObservable> registers = kind switch
        {
            LitmusKind.Final => Registers(threads, isRecovery: false),
            LitmusKind.Recover => Registers(recovery, isRecovery: true),
            LitmusKind.Crash when threadsSurvive => Registers(threads, isRecovery: false),
            _ => [],
        };
        return
        [
            .. registers,
            .. locations.Select((location, index) => (location, index))
                .Where(pair => kind == LitmusKind.Final || !pair.location.IsVolatile)
                .Select(pair => new LitmusObservable(pair.location.Name, pair.index)),
        ];
    }

    private static IEnumerable<LitmusObservable> Registers(IReadOnlyList<LitmusThread> threads, bool isRecovery) =>
        threads.SelectMany((thread, index) => thread.Instructions.Select(instruction => instruction.Target)
            .Where(register => register != 0).Distinct().Order()
            .Select(register => new LitmusObservable(
                string.Create(CultureInfo.InvariantCulture, $"{(isRecovery ? "R" : "")}{index}:r{register}"), -1, index, register, isRecovery)));
}
