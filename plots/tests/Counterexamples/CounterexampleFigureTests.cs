using System.Xml.Linq;
using Sim.Simulator.Results;

namespace Sim.Plots.Tests;

public sealed class CounterexampleFigureTests
{
    private static readonly Figure Picture = CounterexampleFigure.Draw(SamplesOfCounterexamples.LostEnqueue());
    private static readonly IReadOnlyList<string> Texts = Svg.Texts(Picture);

    [Fact]
    public void The_picture_says_first_what_happened()
    {
        Assert.Equal(["violated", "durable linearizability"], Texts.Take(2));
        Assert.StartsWith("enqueue(7) returned before the crash", Texts[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_thread_has_a_lane_with_its_operations()
    {
        Assert.All(["thread 0", "thread 1", "enqueue(9), dequeue()", "enqueue(9)", "returns 1", "pending", "crash"], t => Assert.Contains(t, Texts));
    }

    [Fact]
    public void Every_step_is_numbered_and_shown() =>
        Assert.All(Enumerable.Range(1, 24), n => Assert.Contains(n.ToString(System.Globalization.CultureInfo.InvariantCulture), Texts));

    [Fact]
    public void Stores_whose_values_the_crash_took_are_tagged_in_words() =>
        Assert.Equal(3, Texts.Count(t => t == "lost"));

    [Fact]
    public void Lines_that_recovery_read_are_tagged_in_the_memory_table() =>
        Assert.Equal(3, Texts.Count(t => t == "read by recovery"));

    [Fact]
    public void Every_lost_value_is_struck_out_in_red() =>
        Assert.Equal(3, XElement.Parse(Picture.ToSvg()).Descendants()
            .Count(e => e.Attribute("stroke")?.Value == "#C00020" && e.Attribute("stroke-width")?.Value == "1.2" && IsLine(e)));

    [Fact]
    public void Recovery_stands_beside_the_states_that_were_allowed()
    {
        Assert.Equal(2, Texts.Count(t => t == "newest value lost"));
        Assert.All(["of lines 0, 2, 4 (4 in a row)", "Recovered", "[0]", "Allowed", "[7]", "[7, 9]"], t => Assert.Contains(t, Texts));
    }

    [Fact]
    public void The_picture_is_1120_pixels_wide_and_as_high_as_it_needs()
    {
        Assert.Equal("0 0 1120 881", XElement.Parse(Picture.ToSvg()).Attribute("viewBox")?.Value);
    }

    [Fact]
    public void The_same_counterexample_gives_the_same_bytes()
    {
        Figure again = CounterexampleFigure.Draw(SamplesOfCounterexamples.LostEnqueue());

        Assert.Equal(Picture.ToSvg(), again.ToSvg());
        Assert.Equal(Picture.ToPng(), again.ToPng());
        Assert.Equal(Picture.ToPdf(), again.ToPdf());
    }

    [Fact]
    public void A_long_counterexample_says_what_it_leaves_out_and_keeps_its_end()
    {
        IReadOnlyList<string> texts = Svg.Texts(CounterexampleFigure.Draw(SamplesOfCounterexamples.Huge()));

        Assert.All(["… 340 steps more …", "… 132 steps more …", "… 44 lines more", "… 32 more", "0xc50 = 394", "399"], t => Assert.Contains(t, texts));
    }

    [Fact]
    public void Switched_off_sites_are_named() =>
        Assert.Contains("switched off: clwb link node (Stack.cs:81), sfence link node (Stack.cs:81), clwb initialise node (Stack.cs:70)",
            Svg.Texts(CounterexampleFigure.Draw(SamplesOfCounterexamples.Huge())));

    [Fact]
    public void A_violation_without_a_crash_shows_none()
    {
        IReadOnlyList<string> texts = Svg.Texts(CounterexampleFigure.Draw(SamplesOfCounterexamples.Empty()));

        Assert.DoesNotContain("crash", texts);
        Assert.All(["the execution ends here", "no step was taken", "no line could lose anything", "recovery took no step", "no state is listed"],
            t => Assert.Contains(t, texts));
    }

    [Fact]
    public void A_store_that_never_left_its_buffer_says_so()
    {
        Counterexample example = SamplesOfCounterexamples.LostEnqueue();
        example = example with { Steps = [.. example.Steps.Where((_, i) => i != 16)] };

        Assert.Single(Svg.Texts(CounterexampleFigure.Draw(example)), "still buffered");
    }

    [Fact]
    public void A_crash_right_after_the_setup_says_so() =>
        Assert.Contains("the crash follows the setup at once",
            Svg.Texts(CounterexampleFigure.Draw(SamplesOfCounterexamples.LostEnqueue() with { Steps = [] })));

    [Fact]
    public void A_second_crash_among_the_steps_left_out_is_mentioned()
    {
        IReadOnlyList<ExecutionStep> recovery = SamplesOfCounterexamples.Huge().Recovery;
        Counterexample example = SamplesOfCounterexamples.Huge() with
        {
            Recovery = [.. recovery.Take(100), new(-1, "crash", "crash", "", "", -1), .. recovery.Skip(100)],
        };

        Assert.Contains("… 133 steps more, a second crash among them …", Svg.Texts(CounterexampleFigure.Draw(example)));
    }

    [Fact]
    public void Signs_that_xml_reserves_are_written_as_they_are() =>
        Assert.Contains("a < b & c", Svg.Texts(CounterexampleFigure.Draw(SamplesOfCounterexamples.LostEnqueue() with { Recovered = "a < b & c" })));

    private static bool IsLine(XElement element) =>
        element.Attribute("d")?.Value.Count(char.IsLetter) == 2;
}
