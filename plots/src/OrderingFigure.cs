using Sim.Simulator.Results;
using SkiaSharp;

namespace Sim.Plots;

/// <summary>The ordering tables of models, side by side: rows earlier, columns later.</summary>
/// <remarks>A kept pair is a dark cell, one kept on a line only a half-filled one with its word; so it reads in grey print too.</remarks>
public static class OrderingFigure
{
    private const float Cell = 19;
    private const float Label = 30;
    private const float Gap = 22;
    private const float TitleHeight = 30;
    private const float LegendHeight = 24;
    private const float TextSize = 8.5f;

    /// <summary>Draws tables, as many side by side as a page's width holds.</summary>
    /// <param name="tables">The tables, at least one.</param>
    public static Figure Draw(IReadOnlyList<OrderingTable> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        float width = FigureStyle.WidthPoints(FigureWidth.Page);
        List<(OrderingTable Table, float X, float Y)> places = [];
        (float x, float y, float rowHeight) = (0, 0, 0);
        foreach (OrderingTable table in tables)
        {
            float size = table.Instructions.Count * Cell;
            if (x > 0 && x + Label + size > width) { (x, y, rowHeight) = (0, y + rowHeight, 0); }
            places.Add((table, x, y));
            x += Label + size + Gap;
            rowHeight = Math.Max(rowHeight, TitleHeight + size + Gap);
        }
        float height = y + rowHeight + LegendHeight;
        string caption = $"What the models {string.Join(", ", tables.Select(table => table.Model))} keep in program order, found by experiment; rows earlier, columns later.";
        return Figure.ForPaper(FigureWidth.Page, height, caption, canvas =>
        {
            Ink ink = new(canvas);
            ink.Fill(SKRect.Create(width, height), SKColors.White);
            foreach ((OrderingTable table, float left, float top) in places) { DrawTable(ink, table, left, top); }
            DrawLegend(ink, height - LegendHeight + 6);
        });
    }

    private static void DrawTable(Ink ink, OrderingTable table, float left, float top)
    {
        ink.Text(table.Model, left + Label, top + 10, TextSize + 1, FigureStyle.Black, bold: true);
        for (int i = 0; i < table.Instructions.Count; i++)
        {
            float middle = (i * Cell) + (Cell / 2);
            ink.Text(table.Instructions[i].Name, left + Label + middle, top + TitleHeight - 5, TextSize, FigureStyle.Black, side: TextSide.Middle);
            ink.Text(table.Instructions[i].Name, left + Label - 5, top + TitleHeight + middle + 3, TextSize, FigureStyle.Black, side: TextSide.Right);
            for (int column = 0; column < table.Instructions.Count; column++)
            {
                DrawCell(ink, table.Cells[i][column], left + Label + (column * Cell), top + TitleHeight + (i * Cell));
            }
        }
    }

    private static void DrawCell(Ink ink, string cell, float x, float y)
    {
        SKRect rect = SKRect.Create(x + 0.5f, y + 0.5f, Cell - 1, Cell - 1);
        (SKColor fill, SKColor text) = cell switch
        {
            "y" => (FigureStyle.Blue, SKColors.White),
            "cl" => (FigureStyle.SkyBlue, FigureStyle.Black),
            "." => (SKColors.White, FigureStyle.Grey),
            _ => (FigureStyle.LightGrey, FigureStyle.Grey),
        };
        ink.Fill(rect, fill);
        ink.Outline(rect, FigureStyle.LightGrey, 0.5f);
        ink.Text(cell, x + (Cell / 2), y + (Cell / 2) + 3, TextSize, text, side: TextSide.Middle);
    }

    private static void DrawLegend(Ink ink, float y)
    {
        float x = 0;
        foreach ((string cell, string meaning) in new[] { ("y", "kept"), ("cl", "kept on one cache line only"), (".", "not kept"), ("", "one has no effect") })
        {
            DrawCell(ink, cell, x, y - 4);
            ink.Text(meaning, x + Cell + 4, y + (Cell / 2) - 1, TextSize, FigureStyle.Black);
            x += Cell + 4 + TextFit.Width(meaning, TextSize) + 18;
        }
    }
}
