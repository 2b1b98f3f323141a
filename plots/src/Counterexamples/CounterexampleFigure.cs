using Sim.Simulator.Results;
using SkiaSharp;

namespace Sim.Plots;

/// <summary>The picture of a violating execution, made to be understood at a glance.</summary>
/// <remarks>
/// On top what happened, in one sentence; then a lane per thread down to the crash, the memory that the crash left, what
/// recovery did with it, and what it should have found. What the crash took is red and says so in words.
/// </remarks>
public static class CounterexampleFigure
{
    private const int MaxLanesBesideMemory = 3;
    private const float MemoryWidth = 390;

    /// <summary>Draws a counterexample, 1120 CSS pixels wide and as high as it needs.</summary>
    /// <param name="example">The counterexample; long ones are shortened, and say by how much.</param>
    public static Figure Draw(Counterexample example)
    {
        ArgumentNullException.ThrowIfNull(example);
        float width = PictureStyle.Width - (2 * PictureStyle.Margin);
        // Many lanes need the whole width; the memory then stands below them.
        bool isBeside = example.Threads <= MaxLanesBesideMemory;
        LostWords lost = new(example.Lines);
        LineChips chips = new(example.Lines);
        HeaderPanel header = new(example, width);
        LanesPanel lanes = new(example, lost, chips, isBeside ? width - MemoryWidth - PictureStyle.Margin : width);
        MemoryPanel memory = new(example.Lines, chips, isBeside ? MemoryWidth : width);
        RecoveryPanel recovery = new(example, lost, chips, width);

        float lanesTop = PictureStyle.Margin + header.Height + 14;
        float memoryTop = isBeside ? lanesTop : lanesTop + lanes.Height + PictureStyle.Margin;
        float recoveryTop = Math.Max(lanesTop + lanes.Height, memoryTop + memory.Height) + 16;
        float height = recoveryTop + recovery.Height + PictureStyle.Margin;
        return Figure.ForScreen(PictureStyle.Width, height, $"{example.Property} violated: {example.Summary}", Paint);

        void Paint(SKCanvas canvas)
        {
            Ink ink = new(canvas);
            ink.Fill(SKRect.Create(PictureStyle.Width, height), SKColors.White);
            header.Draw(ink, PictureStyle.Margin, PictureStyle.Margin);
            lanes.Draw(ink, PictureStyle.Margin, lanesTop);
            memory.Draw(ink, isBeside ? PictureStyle.Margin + width - MemoryWidth : PictureStyle.Margin, memoryTop);
            recovery.Draw(ink, PictureStyle.Margin, recoveryTop);
        }
    }
}
