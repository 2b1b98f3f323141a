using Sim.Explorer.Traces;
using Sim.Simulator;
using Sim.Simulator.Results;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Tests.Traces;

public class ExternalCheckerTests
{
    // Two stores to two lines before one fence, and a marker: five images.
    private const string Log = "START|REGISTER_FILE;pool;0x1000;0x1000;0x0|STORE;0x1000;0x61;0x1|STORE;0x1040;0x62;0x1|FLUSH;0x1000;0x41|FENCE|X.BEGIN|STOP";

    [Fact]
    public void A_program_decides_by_its_exit_code()
    {
        TraceExploreResult result = Explore("sh -c 'test \"$(head -c 1 {image})\" = a || test \"$(tail -c +65 {image} | head -c 1)\" != b'");

        Assert.Equal((5L, 1L), (result.ImagesChecked, result.InconsistentImages));
        Assert.Equal([new("exit code 1", 1)], result.ByReason);
        Assert.Equal(["pool+0x0"], Assert.Single(result.Findings).Lost.Select(lost => lost.Place));
    }

    [Fact]
    public void What_a_program_does_to_its_image_is_undone()
    {
        // The program refuses an image with an x, and writes one into each.
        TraceExploreResult result = Explore("sh -c '! grep -q x {image} && printf x | dd of={image} bs=1 seek=200 conv=notrunc 2>/dev/null'");

        Assert.Equal((5L, 0L), (result.ImagesChecked, result.InconsistentImages));
    }

    [Fact]
    public void A_program_that_replaces_its_image_does_no_harm()
    {
        TraceExploreResult result = Explore("sh -c '! grep -q x {image} && printf x > {image}.new && mv {image}.new {image}'");

        Assert.Equal((5L, 0L), (result.ImagesChecked, result.InconsistentImages));
    }

    [Fact]
    public void A_program_that_hangs_is_ended_with_its_children()
    {
        TraceExploreResult result = Explore("sh -c 'sleep 100'", new() { Timeout = TimeSpan.FromMilliseconds(200), MaxImages = 2 });

        Assert.Equal([new("timeout", 2)], result.ByReason);
    }

    [Fact]
    public void A_program_learns_the_markers_as_from_pmreorder()
    {
        TraceExploreResult result = Explore("sh -c 'test \"$PMREORDER_MARKERS\" = X.BEGIN'");

        Assert.Equal(4L, result.InconsistentImages);
    }

    [Fact]
    public void A_signal_is_named() => Assert.Equal([new("signal 9", 5)], Explore("sh -c 'kill -9 $$'").ByReason);

    [Theory]
    [InlineData("/no/such/program {image}", "cannot start the checker /no/such/program")]
    [InlineData("", "the checker is empty")]
    [InlineData("sh -c 'oops", "a quotation without an end")]
    public void A_program_that_cannot_run_is_refused(string command, string reason) =>
        Assert.Contains(reason, Assert.Throws<InputException>(() => Explore(command)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_image_is_the_last_word_where_the_command_does_not_place_it() =>
        Assert.Equal(["check", "a b", "/dev/shm/1.img"], new CommandLineTemplate("check 'a b'").For("/dev/shm/1.img"));

    private static TraceExploreResult Explore(string command, TraceExploreOptions? options = null) =>
        TraceExplorer.Explore(() => new PmemcheckReader("test.log", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Log))), (options ?? new()) with { Command = command, Jobs = 2 });
}
