using System.Diagnostics;
using Sim.Simulator.Traces;

namespace Sim.Simulator.Tests.Traces;

/// <summary>The C tracer, compiled with the system's compiler where there is one.</summary>
public class SimTraceHeaderTests
{
    private static readonly string Sources = Path.Combine(AppContext.BaseDirectory, "Traces", "c");

    [Theory]
    [InlineData("-std=gnu99")]
    [InlineData("-x", "c++", "-std=c++11")]
    public void The_example_compiles_and_its_trace_is_read(params string[] options)
    {
        using TemporaryFolder folder = new();
        string program = folder.File("linked_list");
        string trace = folder.File("list.simtrace");
        Assert.SkipUnless(TryRun("cc", ["--version"], out _), "there is no C compiler 'cc' on the PATH");
        Assert.True(TryRun("cc", ["-O1", "-Wall", "-Wextra", "-Werror", .. options, "-o", program, Path.Combine(Sources, "linked_list.c")], out string messages), messages);
        Assert.True(TryRun(program, [trace], out messages), messages);

        using ITraceReader reader = TraceFile.Open(trace);
        List<(TraceEvent Event, string Text)> events = TraceLogs.ReadAll(reader);

        Assert.Equal(28, events.Count);
        Assert.Equal((TraceEventKind.Map, "pool", 4096UL), (events[0].Event.Kind, events[0].Text, events[0].Event.Length));
        Assert.Equal(["insert0.BEGIN", "insert0.END", "insert1.BEGIN", "insert1.END", "insert2.BEGIN", "insert2.END"],
            events.Where(one => one.Event.Kind == TraceEventKind.Marker).Select(one => one.Text));
        Assert.Equal([1UL, 0, 64], events.Where(one => one.Event.IsStore).Take(3).Select(one => one.Event.Value));
        Assert.Contains(events, one => one.Event.Kind == TraceEventKind.Flush && one.Text.StartsWith("persist (linked_list.c:", StringComparison.Ordinal));
    }

    private static bool TryRun(string program, string[] arguments, out string messages)
    {
        messages = "";
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            messages = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
