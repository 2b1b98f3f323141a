using Sim.Simulator.Results;

namespace Sim.Plots.Tests;

public sealed class DigestedStepTests
{
    private static readonly LostWords NothingLost = new([]);
    private static readonly LostWords Lost = new([new(5, true, [new(0x140, "0x0", "0x7", "0x0", true)])]);

    [Fact]
    public void Loads_in_a_row_become_one_line() =>
        Assert.Equal(["loads of lines 0, 2 (3 in a row)", "store 0x80 = 1", "load 0x80 = 1"],
            Texts(NothingLost, Load(0x0), Load(0x8), Load(0x80), Step("store", 0x80), Load(0x80)));

    [Fact]
    public void Loads_of_many_lines_are_given_by_their_range() =>
        Assert.Equal(["loads of 9 lines from 0 to 8 (9 in a row)"],
            Texts(NothingLost, [.. Enumerable.Range(0, 9).Select(i => Load(i * 64))]));

    [Fact]
    public void A_load_of_a_lost_word_stands_alone_and_is_stale()
    {
        IReadOnlyList<DigestedStep> digest = DigestedStep.Of([Load(0x0), Load(0x8), Load(0x140), Load(0x0)], Lost);

        Assert.Equal([false, true, false], digest.Select(d => d.IsStale));
        Assert.Equal("load 0x140 = 1", digest[1].Text);
    }

    [Fact]
    public void A_lost_word_that_recovery_wrote_again_is_not_stale() =>
        Assert.Equal([false, false], DigestedStep.Of([Step("store", 0x140), Load(0x140)], Lost).Select(d => d.IsStale));

    [Fact]
    public void A_second_crash_is_kept_as_a_crash() =>
        Assert.Equal([false, true, false],
            DigestedStep.Of([Step("store", 0x80), new(-1, "crash", "crash", "", "", -1), Load(0x80)], NothingLost).Select(d => d.IsCrash));

    private static IEnumerable<string> Texts(LostWords lost, params ExecutionStep[] steps) => DigestedStep.Of(steps, lost).Select(d => d.Text);

    private static ExecutionStep Load(int address) => Step("load", address);

    private static ExecutionStep Step(string kind, int address) => new(-1, kind, $"{kind} 0x{address:x} = 1", "", "", address / 64);
}
