using System.Diagnostics.CodeAnalysis;

namespace Sim.Plots;

/// <summary>Shows a <see cref="Figure"/> as the SVG element that it is.</summary>
internal sealed class FigureFormatter
{
    public string MimeType { get; } = "text/html";

    [SuppressMessage("Performance", "CA1822", Justification = "Notebooks call it on an instance, by its name.")]
    public bool Format(object instance, TextWriter writer)
    {
        if (instance is not Figure figure) { return false; }
        writer.Write(figure.ToSvg());
        return true;
    }
}
