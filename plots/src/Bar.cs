namespace Sim.Plots;

/// <summary>One bar.</summary>
/// <param name="Name">What it stands for.</param>
/// <param name="Remark">Written in grey behind the name; may be empty.</param>
/// <param name="Value">Its length, at least 0.</param>
/// <param name="ValueText">The value for people, at the end of the bar.</param>
/// <param name="Fill">How it is filled.</param>
/// <param name="IsMarked">Whether it carries the chart's mark; null where the chart has none.</param>
internal sealed record Bar(string Name, string Remark, double Value, string ValueText, HatchedFill Fill, bool? IsMarked = null);
