using Sim.Simulator.Results;

namespace Sim.Plots.Tests;

public sealed class CounterexamplePageTests(Browser chromium) : IClassFixture<Browser>, IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.html");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void The_page_refers_to_nothing_outside_itself()
    {
        string page = CounterexamplePage.Render(SamplesOfCounterexamples.LostEnqueueWithMemory());

        Assert.DoesNotContain("http", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("url(", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_same_counterexample_gives_the_same_bytes() =>
        Assert.Equal(CounterexamplePage.Render(SamplesOfCounterexamples.Huge()), CounterexamplePage.Render(SamplesOfCounterexamples.Huge()));

    [Fact]
    public async Task The_page_opens_at_the_crash_and_shows_what_it_took()
    {
        await using BrowserPage browser = await Show(SamplesOfCounterexamples.LostEnqueueWithMemory());

        Assert.Equal("crash: 3 words lose their newest values", await browser.TextOf("#crash.now"));
        Assert.Equal("the crash", await browser.TextOf("#where"));
        Assert.Equal(3, await browser.CountOf("#memory .gone"));
        Assert.Equal(3, await browser.CountOf("#memory .mark.read"));
        Assert.Equal(["[7]", "[7, 9]"], (await browser.TextOf("#allowed")).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        AssertQuiet(browser);
    }

    [Fact]
    public async Task The_slider_moves_through_the_steps()
    {
        await using BrowserPage browser = await Show(SamplesOfCounterexamples.LostEnqueueWithMemory());

        await browser.Page.FocusAsync("#slider");
        await browser.Page.Keyboard.PressAsync("ArrowLeft");
        Assert.Equal("step 24 of 24", await browser.TextOf("#where"));
        await browser.Page.ClickAsync("#first");
        for (int i = 0; i < 3; i++) { await browser.Page.ClickAsync("#forth"); }

        Assert.Equal("step 3 of 24", await browser.TextOf("#where"));
        Assert.Equal("store 0x148 = 0", (await browser.TextOf("#steps tr.now .box")).Split('\n')[0]);
        Assert.Equal(2, await browser.CountOf("#buffers .chip"));
        AssertQuiet(browser);
    }

    [Fact]
    public async Task A_visible_store_that_a_crash_may_take_is_at_risk()
    {
        await using BrowserPage browser = await Show(SamplesOfCounterexamples.LostEnqueueWithMemory());

        await browser.Page.ClickAsync("#steps tr[data-position='4']");

        Assert.Equal("0x140\t0x7\t0x0 at risk", await browser.TextOf("#memory tr.changed"));
        Assert.Equal(1, await browser.CountOf("#memory .mark.safe"));
        AssertQuiet(browser);
    }

    [Fact]
    public async Task Recovery_is_stepped_through_after_the_crash()
    {
        await using BrowserPage browser = await Show(SamplesOfCounterexamples.LostEnqueueWithMemory());

        await browser.Page.ClickAsync("#last");

        Assert.Equal("recovery, 9 of 9", await browser.TextOf("#where"));
        Assert.Contains("reads a lost word", await browser.TextOf("#steps tr.now"), StringComparison.Ordinal);
        AssertQuiet(browser);
    }

    [Fact]
    public async Task A_counterexample_with_400_steps_or_with_none_is_shown_whole()
    {
        await using BrowserPage huge = await Show(SamplesOfCounterexamples.Huge());
        Assert.Equal(399 + 1 + 200, await huge.CountOf("#steps tbody tr"));
        AssertQuiet(huge);
        await using BrowserPage empty = await Show(SamplesOfCounterexamples.Empty());
        Assert.Equal(0, await empty.CountOf("#steps tbody tr"));
        AssertQuiet(empty);
    }

    [Fact]
    public async Task Text_of_a_counterexample_is_never_markup()
    {
        await using BrowserPage browser = await Show(SamplesOfCounterexamples.LostEnqueue() with { Summary = "</script><script>alert(1)</script><b>x</b>" });

        Assert.Equal("</script><script>alert(1)</script><b>x</b>", await browser.TextOf("#summary"));
        AssertQuiet(browser);
    }

    private async Task<BrowserPage> Show(Counterexample example)
    {
        await File.WriteAllTextAsync(_file, CounterexamplePage.Render(example));
        return await chromium.Open(_file);
    }

    private static void AssertQuiet(BrowserPage browser)
    {
        Assert.Empty(browser.Complaints);
        Assert.All(browser.Requests, url => Assert.StartsWith(url[..4] == "data" ? "data:" : "file:", url, StringComparison.Ordinal));
    }
}
