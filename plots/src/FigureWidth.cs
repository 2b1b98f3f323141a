namespace Sim.Plots;

/// <summary>How wide a figure stands on paper.</summary>
public enum FigureWidth
{
    /// <summary>One column of a two-column page: 84 mm.</summary>
    Column,

    /// <summary>The whole width of the text: 178 mm.</summary>
    Page,
}
