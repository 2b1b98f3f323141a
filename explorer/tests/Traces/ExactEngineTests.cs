using System.Numerics;
using Sim.CacheModel;
using Sim.Explorer.Traces;
using Sim.Simulator.Results;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Tests.Traces;

public class ExactEngineTests
{
    [Theory]
    [InlineData("fastfair_asc8", 37, 34_044, 1_449)]
    [InlineData("fastfair_straddlefix_asc8", 37, 33_768, 1_425)]
    [InlineData("cceh_8", 41, 3_527, 151)]
    [InlineData("level_ops12", 121, 10_518, 1_264)]
    public void Points_states_and_distinct_images_are_those_of_an_exhaustive_enumeration(string name, long points, long states, long images)
    {
        TraceExploreResult result = Explore(name);

        Assert.Equal((points, states, images, 0L), (result.CrashPoints, result.StatesRepresented, result.DistinctImages, result.SkippedPoints));
    }

    [Fact]
    public void Points_beyond_the_limit_are_counted_and_the_others_enumerated()
    {
        TraceExploreResult result = Explore("fastfair_split34", new() { MaxStatesPerPoint = 500_000 });

        Assert.Equal((166L, BigInteger.Parse("733356272716473"), 18_421, 26L), (result.CrashPoints, result.StatesRepresented, result.DistinctImages, result.SkippedPoints));
    }

    [Fact]
    public void Images_of_points_with_a_million_million_states_are_counted_without_enumeration()
    {
        TraceExploreResult result = Explore("fastfair_split34", new() { MaxStatesPerPoint = BigInteger.Pow(10, 15) });

        Assert.Equal((BigInteger.Parse("33965883597"), 0L), (result.DistinctImages, result.SkippedPoints));
    }

    [Fact]
    public void States_of_every_log_are_those_of_the_table()
    {
        foreach (Dictionary<string, string> row in TraceLogs.Rows("stats.tsv"))
        {
            // The table has the fences of the whole log before which more than one state is possible, and no other crash points.
            using ITraceReader reader = TraceFile.Open(TraceLogs.PathOf(row["log"]));
            TraceHistory history = new(Px86Line.Model, new TraceMappings(), InitialImages.Zeros);
            ExactEngine engine = new(history, reader.Texts, Px86Line.Model, new ExploredPart(Whole: true), maxStates: 1, sink: null);
            TraceEvent[] batch = new TraceEvent[1000];
            while (reader.Read(batch) is int count and > 0)
            {
                foreach (TraceEvent item in batch[..count].Where(item => item.Kind != TraceEventKind.Marker)) { engine.Take(item, 0); }
            }
            BigInteger states = engine.StateCount - (engine.PointCount - engine.SkippedPointCount);

            Assert.Equal((row["log"], row["x86_line_prefix_states"], row["x86_max_at_one_point"], row["crash_points_with_pending"]),
                (row["log"], TraceLogs.Rounded(states), TraceLogs.Rounded(engine.LargestPoint), $"{engine.SkippedPointCount}"));
        }
    }

    [Theory]
    [InlineData("fastfair_asc8", 20, 1_449)]
    [InlineData("fastfair_straddlefix_asc8", 0, 1_425)]
    public void A_checker_finds_the_real_bug_of_FAST_FAIR_and_accepts_its_repair(string name, long inconsistent, long images)
    {
        TraceExploreResult result = Explore(name, new() { Checker = () => new FunctionChecker(Checkers.FastFairLeaf), Jobs = 2 });

        Assert.Equal((inconsistent, images, "complete"), (result.InconsistentImages, result.ImagesChecked, result.Completeness));
        if (inconsistent > 0)
        {
            Assert.Equal("acknowledged key lost", result.Findings[0].Reason);
            Assert.Contains(result.Findings[0].Lost, lost => lost.FirstSite.StartsWith("ff_btree.h:561", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_checker_sees_each_content_once_while_the_operation_is_the_same()
    {
        // 124 of the counted images differ from another one only in lines that were stored to and not yet written back.
        List<string> seen = [];
        TraceExploreResult result = Explore("level_ops12", new()
        {
            Jobs = 1,
            Checker = () => new FunctionChecker(image =>
            {
                seen.Add($"{Convert.ToHexString(System.IO.Hashing.XxHash128.Hash(image.Bytes))} {image.Markers.Count}");
                return null;
            }),
        });

        Assert.Equal((1_140, 1_140, 1_264), (seen.Count, seen.Distinct().Count(), (int)result.DistinctImages));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_result_does_not_depend_on_the_number_of_workers(int jobs)
    {
        TraceExploreResult result = Explore("fastfair_asc8", new() { Checker = () => new FunctionChecker(Checkers.FastFairLeaf), Jobs = jobs });

        Assert.Equal((20L, 20), (result.InconsistentImages, result.Findings.Count));
        Assert.Equal(Explore("fastfair_asc8", new() { Checker = () => new FunctionChecker(Checkers.FastFairLeaf), Jobs = 2 }).Findings.Select(finding => finding.Image),
            result.Findings.Select(finding => finding.Image));
    }

    [Fact]
    public void Exploration_stops_at_the_limit_of_images_and_says_so()
    {
        TraceExploreResult result = Explore("fastfair_asc8", new() { Checker = () => new FunctionChecker(_ => null), MaxImages = 100 });

        Assert.Equal((100L, "cut short after 100 images"), (result.ImagesChecked, result.Completeness));
    }

    [Theory]
    [InlineData("px86-line", 3, 5)]
    [InlineData("px86", 3, 6)]
    [InlineData("eadr", 5, 5)]
    public void Models_differ_in_what_a_crash_keeps(string model, long points, long states)
    {
        // Two words of one line: of a line a prefix survives, of words any combination, under eADR what was stored.
        string log = "START|REGISTER_FILE;pool;0x1000;0x1000;0x0|STORE;0x1000;0x1;0x8|STORE;0x1008;0x2;0x8|FLUSH;0x1000;0x40|FENCE|X.BEGIN|STOP";
        TraceExploreResult result = ExploreLog(log, PersistencyModel.Find(model)!);

        Assert.Equal((points, states), (result.CrashPoints, result.StatesRepresented));
    }

    [Fact]
    public void Exploration_can_be_limited_to_a_part_between_markers()
    {
        TraceExploreResult result = Explore("fastfair_asc8", new() { Part = new ExploredPart("OP_i2.END", "OP_i4.BEGIN") });

        Assert.Equal(5, result.CrashPoints);
    }

    [Fact]
    public void A_marker_that_does_not_occur_is_refused() =>
        Assert.Contains("there is no marker X", Assert.Throws<Simulator.InputException>(() => Explore("cceh_8", new() { Part = new ExploredPart("X") })).Message, StringComparison.Ordinal);

    private static TraceExploreResult Explore(string name, TraceExploreOptions? options = null) => TraceExplorer.Explore(TraceLogs.PathOf(name), options ?? new());

    private static TraceExploreResult ExploreLog(string log, PersistencyModel model) =>
        TraceExplorer.Explore(() => new PmemcheckReader("test.log", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(log))), new() { Model = model });
}
