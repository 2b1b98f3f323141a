namespace Sim.Plots;

/// <summary>Which point of a text its coordinate names.</summary>
internal enum TextSide
{
    Left,
    Middle,
    Right,
}
