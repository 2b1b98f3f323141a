namespace Sim.Plots;

/// <summary>Which steps of a long execution a picture shows: some from the beginning, and always the end.</summary>
/// <param name="count">Steps in all.</param>
/// <param name="maxRows">Rows that the picture has, at least 3; one of them tells how many steps are left out.</param>
internal sealed class VisibleSteps(int count, int maxRows)
{
    private readonly int _headCount = count <= maxRows ? count : (maxRows - 1) / 4;

    /// <summary>How many steps are left out.</summary>
    public int HiddenCount { get; } = count <= maxRows ? 0 : count - (maxRows - 1);

    /// <summary>How many rows there are, the row of the hidden steps included.</summary>
    public int RowCount => count - HiddenCount + (HiddenCount > 0 ? 1 : 0);

    /// <summary>The row that stands for the hidden steps, or -1.</summary>
    public int GapRow => HiddenCount > 0 ? _headCount : -1;

    /// <summary>The row of a step; hidden steps share the gap's row.</summary>
    public int RowOf(int step) =>
        step < _headCount ? step : step < _headCount + HiddenCount ? _headCount : step - HiddenCount + (HiddenCount > 0 ? 1 : 0);

    /// <summary>Whether a step has a row of its own.</summary>
    public bool Shows(int step) => step < _headCount || step >= _headCount + HiddenCount;
}
