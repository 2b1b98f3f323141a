using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Sim.Experiments.Output;
using Sim.Explorer.Traces;
using Sim.Simulator.Traces;

namespace Sim.Experiments.Commands;

/// <summary><c>sim bench traces</c>: writing, reading, checking and exploring a generated trace.</summary>
internal static class BenchTracesCommand
{
    private const ulong Base = 0x1000_0000_0000;
    private const ulong PoolBytes = 64 << 20;
    private const int Sites = 200;

    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Option<int> events = ValueOptions.Count("--events", "Events of the generated trace, written to a temporary file of about 13 bytes each.", 10_000_000);
        Option<int> images = ValueOptions.Count("--images", "Images given to a checker in the process, and a thousandth of them to /bin/true.", 1_000_000);
        OutputOptions outputOptions = new();
        CommandWithExamples command = new("traces", "Speed of traces: write, read, info, check, explore.",
            "sim bench traces", "sim bench traces --events 100000000 --json") { events, images };
        outputOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            ResultOutput output = outputOptions.Open(parsed, terminal);
            TraceSpeed speed = Measure(parsed.GetValue(events), parsed.GetValue(images), terminal);
            output.Text.WriteLine($"{Quantity.Of(speed.Events, "event")}, {Quantity.Decimal((double)speed.TraceBytes / speed.Events)} bytes each; "
                + $"peak memory {Quantity.Count(speed.PeakMemoryBytes / 1e6)} MB");
            ReportTable table = new ReportTable().Name("step").Number("events or images").Number("wall-clock").Number("processor time").Number("per processor second");
            foreach (TraceStep step in speed.Steps)
            {
                table.Row(step.Name, Quantity.Count(step.Count), Quantity.Duration(step.Seconds * 1e9), Quantity.Duration(step.CpuSeconds * 1e9), Quantity.Count(step.PerCpuSecond));
            }
            table.WriteTo(output.Text);
            output.WriteJson(speed, json => json.TraceSpeed);
            return ExitCode.Holds;
        });
        return command;
    }

    private static TraceSpeed Measure(long events, long images, SimTerminal terminal)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("sim-traces-");
        try
        {
            string trace = Path.Combine(folder.FullName, "bench.simtrace");
            string log = Path.Combine(folder.FullName, "bench.log");
            string crashes = Path.Combine(folder.FullName, "crashes.log");
            long logEvents = Math.Max(1, events / 10);
            List<TraceStep> steps = [];
            Step("write a trace", () => Write(trace, events));
            Step("read a trace", () => Read(trace));
            Step("info of a trace", () => Open(trace, reader => TraceInfo.Collect(reader, stop: terminal.Stop).Events));
            Step("check a trace", () => Open(trace, reader => TraceChecker.Check(reader, stop: terminal.Stop).Events));
            WriteLog(log, logEvents);
            Step("read a pmemcheck log", () => Read(log));
            Step("info of a pmemcheck log", () => Open(log, reader => TraceInfo.Collect(reader, stop: terminal.Stop).Events));
            WriteCrashes(crashes, images);
            Step("images, checker in the process", () => TraceExplorer.Explore(crashes,
                new TraceExploreOptions { Checker = () => new Accepting(), MaxImages = images, Jobs = 1 }, terminal.Stop).ImagesChecked);
            Step("images, /bin/true", () => TraceExplorer.Explore(crashes,
                new TraceExploreOptions { Command = "/bin/true {image}", MaxImages = Math.Max(1, images / 1000) }, terminal.Stop).ImagesChecked);
            return new TraceSpeed(events, new FileInfo(trace).Length, steps, Process.GetCurrentProcess().PeakWorkingSet64);

            void Step(string name, Func<long> work)
            {
                terminal.Stop.ThrowIfCancellationRequested();
                TimeSpan processor = Process.GetCurrentProcess().TotalProcessorTime;
                long start = Stopwatch.GetTimestamp();
                long count = terminal.WithProgress(name, _ => work());
                steps.Add(new TraceStep(name, count, Stopwatch.GetElapsedTime(start).TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static long Open(string path, Func<ITraceReader, long> work)
    {
        using ITraceReader reader = TraceFile.Open(path);
        return work(reader);
    }

    private static long Read(string path) => Open(path, reader =>
    {
        TraceEvent[] batch = new TraceEvent[4096];
        long count = 0;
        while (reader.Read(batch) is int read and > 0) { count += read; }
        return count;
    });

    private static long Write(string path, long events)
    {
        using FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        using TraceWriter writer = new(file);
        int[] sites = [.. Enumerable.Range(0, Sites).Select(site => writer.Text(System.Text.Encoding.UTF8.GetBytes($"insert (tree.c:{site})")))];
        writer.Write(new TraceEvent { Kind = TraceEventKind.Map, Text = writer.Text("pool"u8), Address = Base, Length = PoolBytes });
        for (long i = 1; i < events; i++) { writer.Write(Generate(i, sites)); }
        writer.Complete();
        return writer.EventCount;
    }

    /// <summary>Four stores to a line, its flush, and a fence, somewhere in the pool: the mix of the real logs.</summary>
    private static TraceEvent Generate(long i, int[] sites)
    {
        (long round, long step) = Math.DivRem(i, 6);
        ulong line = Base + ((ulong)round * 0x9E3779B97F4A7C15UL % (PoolBytes >> 6) << 6);
        int site = sites[(int)(round % Sites)];
        return step switch
        {
            < 4 => new TraceEvent { Kind = TraceEventKind.Store, Address = line + (ulong)(8 * step), Length = 8, Value = (ulong)i, Text = site },
            4 => new TraceEvent { Kind = TraceEventKind.Flush, Address = line, Length = TraceEvent.OneLine, Variant = 1, Text = site },
            _ => new TraceEvent { Kind = TraceEventKind.Fence, Text = site },
        };
    }

    private static void WriteLog(string path, long events)
    {
        using StreamWriter writer = new(path);
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"==1== START|REGISTER_FILE;pool;0x{Base:x};0x{PoolBytes:x};0x0"));
        int[] sites = [.. Enumerable.Range(0, Sites)];
        for (long i = 1; i < events; i++)
        {
            TraceEvent item = Generate(i, sites);
            string record = item.Kind switch
            {
                TraceEventKind.Store => $"|STORE;0x{item.Address:x};0x{item.Value:x};0x8;0x{0x401000 + item.Text:X}: insert (tree.c:{item.Text});0x402000: main (main.c:12)",
                TraceEventKind.Flush => $"|FLUSH;0x{item.Address:x};0x40",
                _ => "|FENCE",
            };
            writer.Write(record);
        }
        writer.Write("|STOP\n");
    }

    /// <summary>Operations with six lines of three stores before a fence: 4^6 images each.</summary>
    private static void WriteCrashes(string path, long images)
    {
        using StreamWriter writer = new(path);
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"START|REGISTER_FILE;pool;0x{Base:x};0x{1 << 20:x};0x0"));
        for (long operation = 1; operation * 4096 <= images + 4096; operation++)
        {
            writer.Write($"|OP_{operation}.BEGIN");
            for (ulong line = 0; line < 6; line++)
            {
                for (ulong store = 0; store < 3; store++) { writer.Write($"|STORE;0x{Base + (64 * line) + (8 * store):x};0x{operation:x};0x8"); }
            }
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"|FLUSH;0x{Base:x};0x180|FENCE|OP_{operation}.END"));
        }
        writer.Write("|STOP\n");
    }

    private sealed class Accepting : IImageChecker
    {
        public string? Check(TracedImage image) => image.Bytes.IsEmpty ? "no image" : null;
    }
}
