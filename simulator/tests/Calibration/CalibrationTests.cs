using Sim.Simulator.Calibration;
using Sim.Simulator.Results;

namespace Sim.Simulator.Tests;

public sealed class CalibrationTests
{
    private const string Header = "id,system,metric,parameters,value,unit,source,note,quality,tolerance_pct,curve,x\n";

    [Fact]
    public void An_unknown_metric_is_named_with_its_place_and_the_known_ones()
    {
        InputException mistake = Assert.Throws<InputException>(() => Check("a,optane-g1-ucsd-1dimm,speed,,1,ns,s,,derived,10,,"));
        Assert.StartsWith("p.csv:2: metric is 'speed', expected one of: bandwidth, ", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_parameter_is_named() =>
        Assert.Equal("p.csv:2: parameters.region is missing, expected a value",
            Assert.Throws<InputException>(() => Check("a,optane-g1-ucsd-1dimm,chase_read,block=64,1,ns/line,s,,derived,10,,")).Message);

    [Fact]
    public void What_lies_outside_the_model_is_skipped_and_counted()
    {
        CalibrationResult result = CalibrationReport.Summarise(Check("a,linux-ext4-dax,page_fault_latency,x,10,us,\"s, t\",,exact-data,10,,"));
        Assert.Equal((0, 1), (result.Points, result.Skipped));
    }

    [Theory]
    [InlineData("region=8192;block=64", 180)]
    [InlineData("region=1048576;block=64", 309.5)]
    [InlineData("region=536870912;block=64", 378.5)]
    public void A_chase_shows_the_plateaus_of_read_buffer_media_and_translation(string parameters, double publishedNs)
    {
        CheckedPoint point = Check($"a,optane-g1-ucsd-1dimm,chase_read,{parameters},{publishedNs},ns/line,s,,derived,10,,")[0];
        Assert.InRange(point.Error, 0, 0.03);
    }

    [Fact]
    public void Full_XPLines_are_written_four_times_as_fast_as_single_lines()
    {
        IReadOnlyList<CheckedPoint> points = Check(
            "a,optane-g1-ucsd-1dimm,bandwidth,op=ntstore;pattern=rand;access=64;threads=1,0.555,GB/s,s,,exact-data,10,c,64\n"
            + "b,optane-g1-ucsd-1dimm,bandwidth,op=ntstore;pattern=rand;access=256;threads=1,2.207,GB/s,s,,exact-data,10,c,256");
        Assert.InRange(points[1].Simulated!.Value / points[0].Simulated!.Value, 3.8, 4.2);
    }

    [Fact]
    public void Recalled_points_are_shown_apart_and_do_not_enter_the_mean()
    {
        CalibrationResult result = CalibrationReport.Summarise(Check("a,optane-g1-lens,buffer_size,buffer=LSQ,1,bytes,s,,recalled,30,,"));
        Assert.Equal((1, 0.0), (result.Points, result.MeanAbsolutePercentageError));
        Assert.Equal("optane-g1-lens:buffer_size (recalled)", result.Groups[0].Name);
    }

    [Fact]
    public void The_published_points_that_come_with_the_library_can_all_be_read() =>
        Assert.True(CalibrationFile.ReadAllPublished().Count > 1_200);

    private static IReadOnlyList<CheckedPoint> Check(string lines) => CalibrationCheck.Run(CalibrationFile.Parse("p.csv", Header + lines));
}
