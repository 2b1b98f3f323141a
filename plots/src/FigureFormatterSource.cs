using System.Diagnostics.CodeAnalysis;

namespace Sim.Plots;

/// <summary>Names the formatters of <see cref="Figure"/> for a notebook.</summary>
internal sealed class FigureFormatterSource
{
    [SuppressMessage("Performance", "CA1822", Justification = "Notebooks call it on an instance, by its name.")]
    public IEnumerable<object> CreateTypeFormatters()
    {
        yield return new FigureFormatter();
    }
}
