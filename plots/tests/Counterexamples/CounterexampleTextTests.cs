namespace Sim.Plots.Tests;

public sealed class CounterexampleTextTests
{
    private static readonly string[] Lines = CounterexampleText.Render(SamplesOfCounterexamples.LostEnqueue()).Split('\n');

    [Fact]
    public void The_first_line_names_the_property() => Assert.Equal("violated: durable linearizability", Lines[0]);

    [Fact]
    public void A_step_has_a_number_a_thread_a_label_a_place_and_its_fate() =>
        Assert.Contains("    2  t0        store 0x140 = 7              initialise node        MsQueue.cs:101       LOST", Lines);

    [Fact]
    public void Threads_stand_in_columns_of_their_own() =>
        Assert.Contains("    5     t1   enqueue(9)                                            MsQueue.cs:96", Lines);

    [Fact]
    public void The_crash_separates_the_execution_from_what_it_left()
    {
        int crash = Array.IndexOf(Lines, "       ----- crash -----");

        Assert.Equal("   24     t1     clwb 0x140                   link node              MsQueue.cs:115", Lines[crash - 1]);
        Assert.Equal("memory at the crash", Lines[crash + 2]);
    }

    [Fact]
    public void A_word_of_memory_gives_all_its_three_values() =>
        Assert.Contains("    0x140                        0x0                   0x7                   0x0   LOST", Lines);

    [Fact]
    public void Recovery_is_in_brief_and_its_outcome_stands_beside_what_was_allowed()
    {
        Assert.Contains("  loads of lines 0, 2, 4 (4 in a row)", Lines);
        Assert.Equal(["recovered     [0]", "allowed       [7]", "              [7, 9]", ""], Lines[^4..]);
    }

    [Fact]
    public void No_line_is_longer_than_100_columns() =>
        Assert.Equal(100, CounterexampleText.Render(SamplesOfCounterexamples.Huge()).Split('\n').Max(l => l.Length));

    [Fact]
    public void A_long_counterexample_says_what_it_leaves_out_and_keeps_its_end()
    {
        string[] lines = CounterexampleText.Render(SamplesOfCounterexamples.Huge()).Split('\n');

        Assert.Contains("  ... 200 steps more ...", lines);
        Assert.Contains(lines, l => l.StartsWith("  399        t2   store 0xc50 = 394", StringComparison.Ordinal));
    }

    [Fact]
    public void A_violation_without_a_crash_ends_with_its_execution() =>
        Assert.Contains("(the execution ends here)", CounterexampleText.Render(SamplesOfCounterexamples.Empty()), StringComparison.Ordinal);
}
