using ScottPlot;
using SkiaSharp;

namespace Sim.Plots;

/// <summary>The font that ships with Sim, so that a figure is the same picture on every machine.</summary>
/// <remarks>Roboto, Apache License 2.0, reduced to the characters that figures need: <c>Fonts/NOTICE.txt</c>.</remarks>
internal static class FigureFont
{
    /// <summary>The family's name, as it appears in SVG and PDF.</summary>
    public const string Family = "Roboto";

    /// <summary>What an SVG viewer without the family may use instead; glyph positions stay those of the family.</summary>
    public const string FamilyWithFallbacks = Family + ", Arial, Helvetica, sans-serif";

    private static readonly byte[] RegularFile = Read("Roboto-Regular.ttf");
    private static readonly byte[] BoldFile = Read("Roboto-Bold.ttf");
    private static readonly SKTypeface RegularFace = Open(RegularFile);
    private static readonly SKTypeface BoldFace = Open(BoldFile);
    private static readonly bool IsKnownToScottPlot = Register();

    /// <summary>The typeface for text drawn without ScottPlot.</summary>
    public static SKTypeface Typeface(bool bold) => bold ? BoldFace : RegularFace;

    /// <summary>The font file itself, to be embedded.</summary>
    public static byte[] File(bool bold) => bold ? BoldFile : RegularFile;

    /// <summary>Makes the family ScottPlot's default; without effect after the first call.</summary>
    public static void EnsureRegistered() =>
        CacheModel.Invariant.Holds(IsKnownToScottPlot, "the fields of a class are initialised before its methods run");

    private static SKTypeface Open(byte[] file)
    {
        using SKData data = SKData.CreateCopy(file);
        return SKTypeface.FromData(data);
    }

    private static byte[] Read(string resource)
    {
        using Stream? stream = typeof(FigureFont).Assembly.GetManifestResourceStream(resource);
        CacheModel.Invariant.Holds(stream is not null, "the project file embeds the fonts under these names");
        byte[] file = new byte[stream.Length];
        stream.ReadExactly(file);
        return file;
    }

    private static bool Register()
    {
        ScottPlot.Fonts.FontResolvers.Insert(0, new EmbeddedFontResolver());
        ScottPlot.Fonts.Default = Family;
        return true;
    }

    private sealed class EmbeddedFontResolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            CreateTypeface(fontName, weight >= FontWeight.SemiBold, italic: false);

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
            fontName == Family ? Typeface(bold) : null;
    }
}
