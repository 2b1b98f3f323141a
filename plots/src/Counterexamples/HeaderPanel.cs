using Sim.Simulator.Results;
using SkiaSharp;

namespace Sim.Plots;

/// <summary>The top of the picture: which property fails, what happened in a sentence, and where it was found.</summary>
internal sealed class HeaderPanel
{
    private const float Title = 17;
    private readonly Counterexample _example;
    private readonly IReadOnlyList<string> _summary;
    private readonly IReadOnlyList<string> _remarks;

    /// <summary>Lays the panel out in a width.</summary>
    public HeaderPanel(Counterexample example, float width)
    {
        _example = example;
        _summary = TextFit.Wrap(example.Summary, Title, width, bold: true, maxLines: 4);
        string name = example.Mutant is null ? example.Structure : $"{example.Structure}, mutant {example.Mutant}";
        string where = $"{name} · platform {example.Platform} · model {example.Model} · workload {example.Workload} · " +
            $"{Count(example.Threads, "thread")} × {Count(example.Ops, "operation")}, {Count(example.Keys, "key")}";
        string elided = example.ElidedSites.Count == 0 ? "" : $"switched off: {string.Join(", ", example.ElidedSites)}";
        _remarks = [.. TextFit.Wrap(where, PictureStyle.Body, width, maxLines: 2), .. TextFit.Wrap(elided, PictureStyle.Body, width, maxLines: 3)];
    }

    /// <summary>The height that the panel takes.</summary>
    public float Height => 28 + (_summary.Count * (Title + 5)) + (_remarks.Count * 17) + 4;

    /// <summary>Draws the panel with its top left corner at a point.</summary>
    public void Draw(Ink ink, float x, float y)
    {
        float pill = ink.Pill("violated", x, y + 9, 12, PictureStyle.Red, SKColors.White);
        ink.Text(_example.Property, x + pill + 9, y + 14, 14, PictureStyle.Red, bold: true);
        float line = y + 28;
        foreach (string text in _summary)
        {
            ink.Text(text, x, line + Title, Title, PictureStyle.Ink, bold: true);
            line += Title + 5;
        }
        foreach (string text in _remarks)
        {
            ink.Text(text, x, line + 15, PictureStyle.Body, PictureStyle.Remark);
            line += 17;
        }
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
