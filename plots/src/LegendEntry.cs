namespace Sim.Plots;

/// <summary>What a fill or a mark means.</summary>
/// <param name="Text">Its meaning.</param>
/// <param name="Fill">The fill, or null for a mark.</param>
/// <param name="IsMarked">Which mark, where it is one.</param>
internal sealed record LegendEntry(string Text, HatchedFill? Fill, bool IsMarked = false);
