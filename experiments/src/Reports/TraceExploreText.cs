using System.Numerics;
using Sim.Experiments.Output;
using Sim.Simulator.Results;

namespace Sim.Experiments.Reports;

/// <summary>An exploration of a trace as text.</summary>
internal static class TraceExploreText
{
    private const int FindingsShown = 3;
    private const int LinesShown = 6;

    /// <summary>Writes the whole report.</summary>
    public static void Write(TraceExploreResult result, TextWriter writer)
    {
        string engine = result.Model ?? $"engine {result.Engine} of pmreorder";
        bool isChecked = result.ImagesChecked > 0;
        string verdict = result.InconsistentImages > 0 ? "INCONSISTENT" : isChecked ? "CONSISTENT" : "COUNTED";
        writer.WriteLine($"{verdict} {result.Trace}: {engine}, {result.Completeness}");
        writer.WriteLine($"{Quantity.Of(result.CrashPoints, result.Model is null ? "barrier" : "crash point")}, "
            + $"{Count(result.StatesRepresented)} {(result.Model is null ? "sequences" : "states")} (at most {Count(result.LargestPoint)} at one point), "
            + $"{Count(result.DistinctImages)} distinct images");
        if (result.SkippedPoints > 0) { writer.WriteLine($"{Quantity.Of(result.SkippedPoints, "point")} with too many states: counted, not enumerated"); }
        if (result.StoresOutsideFiles > 0) { writer.WriteLine($"{Quantity.Of(result.StoresOutsideFiles, "store")} outside all files: in no image"); }
        if (!isChecked) { return; }
        writer.WriteLine($"{Quantity.Of(result.ImagesChecked, "image")} checked in {Quantity.Duration(result.Seconds * 1e9)} "
            + $"({Quantity.Rate(result.ImagesChecked / Math.Max(result.Seconds, 1e-9), "images")}), {Quantity.Count(result.InconsistentImages)} inconsistent");
        foreach ((string reason, long count) in result.ByReason)
        {
            writer.WriteLine($"  {reason}: {Quantity.Of(count, result.Model is null ? "sequence" : "image")}");
        }
        foreach (InconsistentImage finding in result.Findings.Take(FindingsShown)) { Write(finding, writer); }
    }

    private static void Write(InconsistentImage finding, TextWriter writer)
    {
        writer.WriteLine();
        writer.WriteLine($"image {finding.Image}: {finding.Reason}");
        Paragraph.Write(writer, $"crash before event {finding.EventIndex} ({finding.Before}), after {finding.LastStore}", indent: 2);
        if (finding.Operations.Count > 0) { Paragraph.Write(writer, $"during {string.Join(" in ", finding.Operations.Reverse())}", indent: 2); }
        foreach (LostStores lost in finding.Lost.Take(LinesShown))
        {
            Paragraph.Write(writer, $"lost in {lost.Place}: the last {Quantity.Of(lost.Count, "store")}, from {lost.FirstSite} on", indent: 2);
        }
        if (finding.Lost.Count > LinesShown) { writer.WriteLine($"  and stores in {finding.Lost.Count - LinesShown} more places"); }
    }

    private static string Count(BigInteger value) => Quantity.Count((double)value);
}
