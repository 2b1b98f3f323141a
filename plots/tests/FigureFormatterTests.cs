using System.Reflection;
using System.Text.RegularExpressions;

namespace Sim.Plots.Tests;

public sealed class FigureFormatterTests
{
    [Fact]
    public void A_notebook_that_knows_only_names_finds_the_formatter_and_shows_the_svg()
    {
        Figure figure = RunFigures.CostByCause(Samples.TypicalRun());
        Attribute attribute = typeof(Figure).GetCustomAttributes().Single(a => a.GetType().Name == "TypeFormatterSourceAttribute");
        Type source = (Type)Read(attribute, "FormatterSourceType");

        IEnumerable<object> formatters = (IEnumerable<object>)Call(Activator.CreateInstance(source)!, "CreateTypeFormatters");
        object formatter = formatters.Single();
        using StringWriter html = new();
        bool isFormatted = (bool)Call(formatter, "Format", figure, html);

        Assert.True(isFormatted);
        Assert.Equal("text/html", Read(formatter, "MimeType"));
        Assert.Equal(figure.ToSvg(), html.ToString());
        Assert.Matches(new Regex("^<svg "), html.ToString());
    }

    [Fact]
    public void Anything_else_is_left_to_other_formatters() =>
        Assert.False(new FigureFormatter().Format("text", TextWriter.Null));

    private static object Read(object target, string property) => target.GetType().GetProperty(property)!.GetValue(target)!;

    private static object Call(object target, string method, params object[] arguments) =>
        target.GetType().GetMethod(method)!.Invoke(target, arguments)!;
}
