namespace Sim.Plots.Tests;

public sealed class TextFitTests
{
    [Fact]
    public void Widths_scale_with_the_size() =>
        Assert.Equal(2 * TextFit.Width("publish bucket", 10), TextFit.Width("publish bucket", 20), 0.001f);

    [Fact]
    public void A_text_that_fits_stays_whole() => Assert.Equal("fence", TextFit.Clip("fence", 10, 100));

    [Fact]
    public void A_text_that_does_not_fit_ends_in_an_ellipsis_within_the_width()
    {
        string clipped = TextFit.Clip("a persist step with a long label", 10, 60);

        Assert.EndsWith("…", clipped, StringComparison.Ordinal);
        Assert.InRange(TextFit.Width(clipped, 10), 40, 60);
    }

    [Fact]
    public void Without_any_room_nothing_is_written() => Assert.Equal("", TextFit.Clip("fence", 10, -5));

    [Fact]
    public void Text_is_broken_between_words() =>
        Assert.Equal(["enqueue(7) returned", "before the crash"], TextFit.Wrap("enqueue(7) returned before the crash", 10, 95));

    [Fact]
    public void More_lines_than_allowed_end_in_an_ellipsis() =>
        Assert.Equal(["enqueue(7)", "returned …"], TextFit.Wrap("enqueue(7) returned before the crash", 10, 55, maxLines: 2));
}
