using System.Xml.Linq;

namespace Sim.Plots.Tests;

/// <summary>Reads what a figure's SVG says.</summary>
internal static class Svg
{
    public static IReadOnlyList<string> Texts(Figure figure) => Texts(XElement.Parse(figure.ToSvg()));

    public static IReadOnlyList<string> Texts(XElement svg) =>
        [.. svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value.Trim())];

    public static int CountFilled(Figure figure, string colour) =>
        XElement.Parse(figure.ToSvg()).Descendants().Count(e => e.Attribute("fill")?.Value == colour);
}
