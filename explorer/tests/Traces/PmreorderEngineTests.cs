using System.Numerics;
using Sim.Explorer.Traces;
using Sim.Simulator;
using Sim.Simulator.Results;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Tests.Traces;

public class PmreorderEngineTests
{
    [Fact]
    public void Inconsistent_sequences_are_those_that_pmreorder_counts()
    {
        int compared = 0;
        foreach (Dictionary<string, string> row in TraceLogs.Rows("expected_pmreorder.tsv"))
        {
            Func<TracedImage, string?>? oracle = OracleOf(row["log"]);
            if (oracle is null || row["default_engine"] == "ReorderPartial") { continue; }
            TraceExploreResult result = TraceExplorer.Explore(TraceLogs.PathOf(row["log"]), new()
            {
                Engine = ReorderEngines.Parse(row["default_engine"]),
                EnginesByMarker = MarkersOf(row["marker_engines(-x)"]),
                Checker = () => new FunctionChecker(oracle),
                MaxStatesPerPoint = 1_000_000,
            });
            string run = $"{row["log"]} {row["default_engine"]} {row["marker_engines(-x)"]}";

            Assert.Equal((run, row["inconsistent_sequences"]), (run, $"{result.InconsistentSequences}"));
            compared++;
        }
        Assert.Equal(21, compared);
    }

    [Fact]
    public void Barriers_and_sequences_of_every_log_are_those_of_the_table()
    {
        foreach (Dictionary<string, string> row in TraceLogs.Rows("stats.tsv"))
        {
            TraceExploreResult accumulative = Explore(row["log"], ReorderEngine.Accumulative);
            TraceExploreResult full = Explore(row["log"], ReorderEngine.Full);

            Assert.Equal((row["log"], row["pmreorder_barriers"], row["states_accumulative"]), (row["log"], $"{accumulative.CrashPoints}", $"{accumulative.StatesRepresented}"));
            Assert.Equal((row["log"], row["max_stores_per_barrier"]), (row["log"], $"{accumulative.LargestPoint - 1}"));
            Assert.Equal(accumulative.StatesRepresented, Explore(row["log"], ReorderEngine.ReverseAccumulative).StatesRepresented);
            Assert.Equal(accumulative.CrashPoints, Explore(row["log"], ReorderEngine.None).StatesRepresented);
            AssertIsAbout(row["states_full_permutations"], full.StatesRepresented);
        }
    }

    [Fact]
    public void The_full_engine_tries_65_sequences_of_four_stores() =>
        Assert.Equal(65, ReorderSequences.Of(ReorderEngine.Full, 4, 1).Select(sequence => string.Join(' ', sequence)).Distinct().Count());

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(60, 3)]
    public void The_partial_engine_tries_at_most_three_subsets_and_the_same_every_time(int stores, int subsets)
    {
        Assert.Equal(subsets, ReorderSequences.Of(ReorderEngine.Partial, stores, 7).Count());
        Assert.Equal(ReorderSequences.Of(ReorderEngine.Partial, stores, 7), ReorderSequences.Of(ReorderEngine.Partial, stores, 7));
    }

    [Theory]
    [InlineData("A.BEGIN|B.BEGIN|A.END|B.END", "the marker A.END does not end the last one that began")]
    [InlineData("A.END", "the marker A.END does not end the last one that began")]
    [InlineData("hello", "the marker hello ends with neither .BEGIN nor .END")]
    public void Markers_that_cross_or_have_no_suffix_are_refused(string records, string reason) =>
        Assert.Contains(reason, Assert.Throws<InputException>(() => TraceExplorer.Explore(
            () => new PmemcheckReader("test.log", new MemoryStream(System.Text.Encoding.UTF8.GetBytes($"START|{records}|STOP"))),
            new() { Engine = ReorderEngine.None })).Message, StringComparison.Ordinal);

    private static TraceExploreResult Explore(string name, ReorderEngine engine) =>
        TraceExplorer.Explore(TraceLogs.PathOf(name), new() { Engine = engine, MaxStatesPerPoint = 1 });

    private static Func<TracedImage, string?>? OracleOf(string log) => log switch
    {
        _ when log.StartsWith("pmreorder_simple", StringComparison.Ordinal) => Checkers.Simple,
        _ when log.StartsWith("pmreorder_list", StringComparison.Ordinal) => Checkers.List,
        "fastfair_asc8" or "fastfair_straddlefix_asc8" => Checkers.FastFairLeaf,
        _ => null,
    };

    private static Dictionary<string, ReorderEngine> MarkersOf(string markers) => markers == "-" ? [] :
        markers.Split(',').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => ReorderEngines.Parse(pair[1]));

    private static void AssertIsAbout(string expected, BigInteger value)
    {
        // Beyond the range of a double the table has the power of ten only.
        double power = BigInteger.Log10(value);
        if (power > 300) { Assert.InRange(double.Parse(expected[2..], System.Globalization.CultureInfo.InvariantCulture) - power, -1, 1); }
        else { Assert.Equal(expected, TraceLogs.Rounded(value)); }
    }
}
