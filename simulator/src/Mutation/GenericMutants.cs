using System.Globalization;
using Sim.CacheModel;

namespace Sim.Simulator.Mutation;

/// <summary>The mutation operators m1 to m10 at every site where they change something.</summary>
/// <remarks>
/// The operators cover the published bugs of persistent-memory programs: m1 drop a flush, m2 drop a fence, m3 swap two stores, m4 publish
/// before the flush, m5 flush the wrong line, the first line only, all but the first, or in unaligned steps, m6 split an atomic store,
/// m7 leave out a store of recovery, m8 leave out or delay a snapshot, m9 repeat a flush or fence, m10 shift the alignment.
/// A site is named by its source line, so that a call of a step that others share is mutated alone.
/// </remarks>
public static class GenericMutants
{
    /// <summary>What a label of a snapshot begins with, for m8.</summary>
    public const string SnapshotLabel = "snapshot";

    private static readonly (string Code, MutationOperator Operator, string Text)[] Operators =
    [
        ("m1", MutationOperator.DropFlush, "does not flush"),
        ("m2", MutationOperator.DropFence, "does not fence"),
        ("m3", MutationOperator.SwapStores, "changes places with the store behind it"),
        ("m4", MutationOperator.DelayFlush, "persists only after the next store or locked instruction"),
        ("m5-wrong", MutationOperator.FlushWrongAddress, "flushes a wrong address"),
        ("m5-first", MutationOperator.FlushFirstLineOnly, "flushes the first line only"),
        ("m5-rest", MutationOperator.SkipFirstLine, "flushes all but the first line"),
        ("m5-steps", MutationOperator.FlushUnaligned, "flushes in steps from an unaligned start"),
        ("m6", MutationOperator.SplitStore, "stores its lowest byte before the others"),
        ("m7", MutationOperator.DropStore, "is left out of recovery"),
        ("m8-drop", MutationOperator.DropStep, "takes no snapshot"),
        ("m8-late", MutationOperator.DelayStep, "takes its snapshot after the write"),
        ("m9-flush", MutationOperator.RepeatFlush, "flushes twice"),
        ("m9-fence", MutationOperator.RepeatFence, "fences twice"),
    ];

    private static readonly int[] Shifts = [16, 32, 48];

    /// <summary>All generic mutants of a structure.</summary>
    /// <param name="survey">The sites that its exploration reached.</param>
    public static IReadOnlyList<Mutant> Of(SiteSurvey survey)
    {
        IEnumerable<Mutant> atSites =
            from site in survey.Sites
            from known in Operators
            where Changes(known.Operator, site)
            group site.Site.Label by (known.Code, site.Site.Location) into sites
            select AtSite(sites.Key.Code, sites.First(), sites.Key.Location);
        return [.. atSites.OrderBy(mutant => Array.FindIndex(Operators, known => known.Operator == mutant.Operator)), .. Shifts.Select(Shifted)];
    }

    /// <summary>Reads the name of a generic mutant.</summary>
    /// <param name="name">Operator, <c>@</c>, and file and line; or <c>m10@</c> and a number of bytes.</param>
    /// <returns>The mutant, or null if the name is none.</returns>
    public static Mutant? Find(string name)
    {
        string[] parts = name.Split('@');
        if (parts.Length != 2) { return null; }
        if (parts[0] == "m10")
        {
            return int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int bytes) && Shifts.Contains(bytes) ? Shifted(bytes) : null;
        }
        string[] location = parts[1].Split(':');
        bool isLocation = location.Length == 2 && int.TryParse(location[1], NumberStyles.None, CultureInfo.InvariantCulture, out int line) && line > 0;
        return isLocation && Operators.Any(known => known.Code == parts[0]) ? AtSite(parts[0], "", parts[1]) : null;
    }

    private static Mutant AtSite(string code, string label, string location)
    {
        (_, MutationOperator by, string text) = Operators.Single(known => known.Code == code);
        string step = label.Length > 0 ? $"'{label}' " : "";
        return new Mutant($"{code}@{location}", $"The step {step}at {location} {text}.", by, label) { Location = location };
    }

    private static Mutant Shifted(int bytes) =>
        new($"m10@{bytes}", $"The pool starts {bytes} bytes behind a line, so that objects straddle lines.", MutationOperator.ShiftPool, "")
        {
            ShiftBytes = bytes,
        };

    private static bool Changes(MutationOperator by, SurveyedSite site)
    {
        bool isFlush = site.Site.Kind == EventKind.Flush;
        bool isFence = site.Site.Kind == EventKind.Fence;
        bool isStore = site.Site.Kind is EventKind.Store or EventKind.NonTemporalStore;
        bool isSnapshot = site.Site.Label.StartsWith(SnapshotLabel, StringComparison.Ordinal);
        return by switch
        {
            MutationOperator.DropFlush or MutationOperator.FlushWrongAddress or MutationOperator.RepeatFlush => isFlush,
            MutationOperator.DropFence or MutationOperator.RepeatFence => isFence,
            MutationOperator.SwapStores => isStore && site.IsFollowedByStore,
            MutationOperator.DelayFlush => isFlush,
            MutationOperator.FlushFirstLineOnly or MutationOperator.SkipFirstLine => isFlush && site.MaxLineCount > 1,
            MutationOperator.FlushUnaligned => isFlush && site.IsMissedUnaligned,
            MutationOperator.SplitStore => site.Site.Kind == EventKind.Store && site.MaxSizeBytes > 1,
            MutationOperator.DropStore => isStore && site.Phases.HasFlag(SurveyPhases.Recovery),
            MutationOperator.DropStep or MutationOperator.DelayStep => isStore && isSnapshot,
            _ => false,
        };
    }
}
