using System.Text;
using System.Xml.Linq;
using Sim.Simulator;

namespace Sim.Plots.Tests;

public sealed class FigureTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-figures-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Saving_writes_svg_png_and_pdf_and_leaves_no_temporary_file()
    {
        IReadOnlyList<string> paths = RunFigures.CostByCause(Samples.TypicalRun()).Save(Path.Combine(_folder, "new", "causes"));

        Assert.Equal(["causes.svg", "causes.png", "causes.pdf"], paths.Select(p => Path.GetFileName(p)));
        Assert.Equal(["causes.pdf", "causes.png", "causes.svg"],
            Directory.GetFiles(Path.Combine(_folder, "new")).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Saving_replaces_an_older_file()
    {
        string path = Path.Combine(_folder, "causes");
        File.WriteAllText(path + ".png", "old");

        RunFigures.CostByCause(Samples.TypicalRun()).Save(path);

        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(path + ".png")[..4]);
    }

    [Fact]
    public void A_path_that_cannot_be_written_is_the_users_mistake()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        InputException mistake = Assert.Throws<InputException>(
            () => RunFigures.CostByCause(Samples.TypicalRun()).Save(Path.Combine(file, "causes")));

        Assert.StartsWith("cannot write " + Path.Combine(file, "causes.svg"), mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pdf_embeds_the_font_that_ships_with_the_library()
    {
        byte[] pdf = RunFigures.CostByCause(Samples.TypicalRun()).ToPdf();

        Assert.StartsWith("%PDF", Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
        Assert.Contains("+Roboto-Regular", Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
        Assert.InRange(pdf.Length, 1_000, 60_000);
    }

    [Fact]
    public void A_figure_for_a_column_is_84_mm_wide_in_svg_and_in_png()
    {
        Figure figure = RunFigures.CostByCause(Samples.TypicalRun(), FigureWidth.Column);

        Assert.Equal("238.11pt", XElement.Parse(figure.ToSvg()).Attribute("width")?.Value);
        Assert.Equal(992, PngWidth(figure.ToPng()));
    }

    [Fact]
    public void A_figure_for_the_page_is_178_mm_wide_in_svg_and_in_png()
    {
        Figure figure = RunFigures.CostByCause(Samples.TypicalRun(), FigureWidth.Page);

        Assert.Equal("504.567pt", XElement.Parse(figure.ToSvg()).Attribute("width")?.Value);
        Assert.Equal(2_102, PngWidth(figure.ToPng()));
    }

    [Fact]
    public void The_same_result_gives_the_same_bytes_in_every_format()
    {
        Figure[] figures = [.. Enumerable.Range(0, 2).Select(_ => RunFigures.LatencyDistribution(Samples.TypicalRun()))];

        Assert.Equal(figures[0].ToSvg(), figures[1].ToSvg());
        Assert.Equal(figures[0].ToPng(), figures[1].ToPng());
        Assert.Equal(figures[0].ToPdf(), figures[1].ToPdf());
    }

    [Fact]
    public void A_figure_gives_the_same_bytes_again_after_it_was_drawn_in_other_formats()
    {
        Figure figure = FenceFigures.CostPerSite(Samples.ThreeSites());
        byte[] first = figure.ToPng();
        _ = figure.ToSvg();
        _ = figure.ToPdf();

        Assert.Equal(first, figure.ToPng());
    }

    [Fact]
    public void A_text_is_drawn_once()
    {
        XElement svg = XElement.Parse(RunFigures.LatencyDistribution(Samples.TypicalRun()).ToSvg());

        Assert.Single(Svg.Texts(svg), "latency of an operation (ns)");
    }

    [Fact]
    public void An_svg_carries_the_faces_that_it_uses_and_no_others()
    {
        string regularOnly = RunFigures.CostByCause(Samples.TypicalRun()).ToSvg();
        string both = CounterexampleFigure.Draw(SamplesOfCounterexamples.LostEnqueue()).ToSvg();

        Assert.Contains("font-weight:400", regularOnly, StringComparison.Ordinal);
        Assert.DoesNotContain("font-weight:700", regularOnly, StringComparison.Ordinal);
        Assert.Contains("font-weight:400", both, StringComparison.Ordinal);
        Assert.Contains("font-weight:700", both, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_figures_on_one_page_share_no_identifier()
    {
        IEnumerable<string> first = Identifiers(RunFigures.CostByCause(Samples.TypicalRun()));
        IEnumerable<string> second = Identifiers(RunFigures.LatencyDistribution(Samples.TypicalRun()));

        Assert.NotEmpty(first);
        Assert.Empty(first.Intersect(second));
    }

    [Fact]
    public void The_caption_is_the_svg_title()
    {
        Figure figure = RunFigures.CostByCause(Samples.TypicalRun());

        Assert.Equal("Cycles per operation of cceh on optane-g1-adr by cause: 1577 in all.", figure.Caption);
        Assert.Equal(figure.Caption, XElement.Parse(figure.ToSvg()).Elements().First().Value);
    }

    private static string[] Identifiers(Figure figure) =>
        [.. XElement.Parse(figure.ToSvg()).Descendants().Select(e => e.Attribute("id")?.Value).OfType<string>()];

    private static int PngWidth(byte[] png) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));
}
