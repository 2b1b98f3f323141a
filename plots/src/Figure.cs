using System.Text;
using Sim.Simulator;
using SkiaSharp;

namespace Sim.Plots;

/// <summary>A finished figure: one drawing that becomes SVG, PNG or PDF, with the same bytes each time.</summary>
/// <remarks>A notebook that shows a figure shows its SVG.</remarks>
[TypeFormatterSource(typeof(FigureFormatterSource), PreferredMimeTypes = ["text/html"])]
public sealed class Figure
{
    private readonly Action<SKCanvas> _draw;
    private readonly float _width;
    private readonly float _height;
    private readonly float _pixelsPerUnit;
    private readonly float _pointsPerUnit;

    private Figure(float width, float height, float pixelsPerUnit, float pointsPerUnit, string caption, Action<SKCanvas> draw)
    {
        _width = width;
        _height = height;
        _pixelsPerUnit = pixelsPerUnit;
        _pointsPerUnit = pointsPerUnit;
        _draw = draw;
        Caption = caption;
    }

    /// <summary>What the figure shows, in a sentence or two; it stands in the SVG for screen readers, never in the picture.</summary>
    public string Caption { get; }

    /// <summary>A figure for paper, drawn in points of 1/72 inch.</summary>
    internal static Figure ForPaper(FigureWidth width, float heightPoints, string caption, Action<SKCanvas> draw) =>
        new(FigureStyle.WidthPoints(width), heightPoints, FigureStyle.PrintDotsPerInch / 72f, 1, caption, draw);

    /// <summary>A figure for the screen, drawn in CSS pixels of 1/96 inch; its PNG has two device pixels for each.</summary>
    internal static Figure ForScreen(float widthPixels, float heightPixels, string caption, Action<SKCanvas> draw) =>
        new(widthPixels, heightPixels, 2, 72f / 96f, caption, draw);

    /// <summary>Writes <c>.svg</c>, <c>.png</c> and <c>.pdf</c>, each under a temporary name that is then renamed.</summary>
    /// <param name="pathWithoutExtension">Where; a missing folder is made.</param>
    /// <returns>The paths written.</returns>
    /// <exception cref="InputException">A file cannot be written.</exception>
    public IReadOnlyList<string> Save(string pathWithoutExtension)
    {
        ArgumentException.ThrowIfNullOrEmpty(pathWithoutExtension);
        string[] paths = [$"{pathWithoutExtension}.svg", $"{pathWithoutExtension}.png", $"{pathWithoutExtension}.pdf"];
        AtomicFile.Attempt(paths[0], () => Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(pathWithoutExtension))!));
        AtomicFile.Write(paths[0], Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + ToSvg()));
        AtomicFile.Write(paths[1], ToPng());
        AtomicFile.Write(paths[2], ToPdf());
        return paths;
    }

    /// <summary>The figure as an <c>svg</c> element, without an XML declaration: ready to stand inside HTML.</summary>
    public string ToSvg()
    {
        using MemoryStream stream = new();
        using (SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(_width, _height), stream))
        {
            _draw(canvas);
        }
        return SvgDocument.Compose(Encoding.UTF8.GetString(stream.ToArray()), _width, _height, _pointsPerUnit, Caption);
    }

    /// <summary>The figure as a PNG image.</summary>
    public byte[] ToPng()
    {
        SKImageInfo size = new((int)MathF.Round(_width * _pixelsPerUnit), (int)MathF.Round(_height * _pixelsPerUnit));
        using SKSurface surface = SKSurface.Create(size);
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(_pixelsPerUnit);
        _draw(surface.Canvas);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return data.ToArray();
    }

    /// <summary>The figure as a PDF of one page, with its fonts embedded.</summary>
    public byte[] ToPdf()
    {
        using MemoryStream stream = new();
        using (SKDocument document = SKDocument.CreatePdf(stream))
        {
            SKCanvas canvas = document.BeginPage(_width * _pointsPerUnit, _height * _pointsPerUnit);
            canvas.Scale(_pointsPerUnit);
            _draw(canvas);
            document.EndPage();
            document.Close();
        }
        return stream.ToArray();
    }
}
