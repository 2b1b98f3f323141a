using System.CommandLine;
using System.Diagnostics;
using Sim.CacheModel;
using Sim.Experiments.Output;
using Sim.Simulator;

namespace Sim.Experiments.Commands;

/// <summary><c>sim bench timing</c>: simulated accesses and memory requests per second.</summary>
internal static class BenchTimingCommand
{
    private const int Requests = 1_000_000;
    private const int Accesses = 2_000_000;
    private const int RegionLines = 1 << 22;
    private const int Repetitions = 3;

    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Option<string?> trace = ValueOptions.Text("--trace", "FILE", "Run this request trace instead: operation, address and perhaps a cycle in each line.");
        Option<string> platform = new("--platform")
        {
            HelpName = "NAME|FILE",
            Description = "The machine: a preset that 'sim platforms' lists, or a file.",
            DefaultValueFactory = _ => ScenarioOptions.DefaultPlatform,
        };
        OutputOptions outputOptions = new();
        CommandWithExamples command = new("timing", "Speed of the timing model: accesses of threads, and plain request traces.",
            "sim bench timing", "sim bench timing --trace requests.trace --platform dram") { trace, platform };
        outputOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            ResultOutput output = outputOptions.Open(parsed, terminal);
            string machine = parsed.GetValue(platform)!;
            string? file = parsed.GetValue(trace);
            List<TimingSpeedRow> rows = terminal.WithProgress<List<TimingSpeedRow>>("measuring the timing model",
                report => [.. file is null ? Rows(Platform.Load(machine), machine, report, terminal.Stop) : TraceRows(file, RequestTrace.Read(file), machine)]);
            return Report(new TimingSpeed(rows), output, terminal);
        });
        return command;
    }

    private static IEnumerable<TimingSpeedRow> Rows(Platform platform, string machine, Action<string> report, CancellationToken stop)
    {
        foreach (int threads in new[] { 1, 8 })
        {
            foreach ((string name, int lines, Action<TimedPmem, int, int> access) in Mixes())
            {
                stop.ThrowIfCancellationRequested();
                report($"{name}, {threads} threads");
                yield return MeasureAccesses($"{name}, {threads} thread{(threads == 1 ? "" : "s")}", platform, threads, lines, access);
            }
        }
        foreach ((string name, bool isRandom, int readPercent) in new[]
        {
            ("sequential reads", false, 100), ("random reads", true, 100), ("sequential writes", false, 0),
            ("random writes", true, 0), ("sequential, 67 % reads", false, 67), ("random, 67 % reads", true, 67),
        })
        {
            stop.ThrowIfCancellationRequested();
            report(name);
            foreach (TimingSpeedRow row in TraceRows(name, MakeTrace(isRandom, readPercent), machine)) { yield return row; }
        }
    }

    /// <summary>Name, lines of the region, and one access: the thread's mapping, the index, the first line of the thread.</summary>
    private static IEnumerable<(string Name, int Lines, Action<TimedPmem, int, int> Access)> Mixes()
    {
        yield return ("loads, L1", 256, (pmem, i, first) => pmem.Load<ulong>(new CacheLine(first + (i & 255)).Start));
        yield return ("loads and stores, L2", 8192, (pmem, i, first) =>
        {
            PmemAddress address = new CacheLine(first + (i & 8191)).Start;
            if ((i & 3) == 0) { pmem.Store(address, (ulong)i); }
            else { pmem.Load<ulong>(address); }
        }
        );
        yield return ("random loads, media", RegionLines, (pmem, i, first) => pmem.Load<ulong>(new CacheLine(first + (int)(((uint)i * 0x9E3779B1u) & (RegionLines / 8 - 1))).Start));
        yield return ("store, flush, fence", 8192, (pmem, i, first) =>
        {
            PmemAddress address = new CacheLine(first + (i & 8191)).Start;
            pmem.Store(address, (ulong)i);
            pmem.Flush(address, 8);
            pmem.Fence();
        }
        );
    }

    private static TimingSpeedRow MeasureAccesses(string name, Platform platform, int threads, int lines, Action<TimedPmem, int, int> access)
    {
        using TimedMachine machine = new(platform, (long)Math.Max(lines, lines / 8 * 8) * CacheLine.Bytes * (lines == RegionLines ? 1 : threads), threads);
        int count = Accesses / threads;
        int share = lines == RegionLines ? lines / 8 : lines;
        void Body(int thread, TimedPmem pmem)
        {
            for (int i = 0; i < count; i++) { access(pmem, i, thread * share); }
        }
        machine.Run(Body);
        machine.StartAccount();
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        double seconds = Fastest(() => machine.Run(Body));
        return new TimingSpeedRow(name, machine.EventCount / Repetitions, machine.EventCount / Repetitions / seconds, GC.GetTotalAllocatedBytes(precise: true) - allocated);
    }

    private static IEnumerable<TimingSpeedRow> TraceRows(string name, IReadOnlyList<MemoryRequest> requests, string machine)
    {
        foreach ((string path, Func<RequestRun> run) in new (string, Func<RequestRun>)[]
        {
            ("next free", () => RequestRunner.RunNextFree(machine, requests)),
            ("events", () => RequestRunner.RunQueued(machine, requests)),
        })
        {
            run();
            long allocated = GC.GetTotalAllocatedBytes(precise: true);
            double seconds = Fastest(() => run());
            yield return new TimingSpeedRow($"{name}, {path}", requests.Count, requests.Count / seconds, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / Repetitions);
        }
    }

    private static MemoryRequest[] MakeTrace(bool isRandom, int readPercent)
    {
        MemoryRequest[] requests = new MemoryRequest[Requests];
        ulong state = 42;
        for (int i = 0; i < requests.Length; i++)
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
            int line = (isRandom ? (int)(state >> 33) : i) & (RegionLines - 1);
            requests[i] = new MemoryRequest(line, (int)((state >> 40) % 100) >= readPercent, 0);
        }
        return requests;
    }

    /// <summary>Processor time of the fastest repetition: others on the machine disturb it least.</summary>
    private static double Fastest(Action run)
    {
        double best = double.MaxValue;
        for (int i = 0; i < Repetitions; i++)
        {
            using Process process = Process.GetCurrentProcess();
            TimeSpan before = process.TotalProcessorTime;
            run();
            process.Refresh();
            best = Math.Min(best, (process.TotalProcessorTime - before).TotalSeconds);
        }
        return Math.Max(best, 1e-3);
    }

    private static int Report(TimingSpeed speed, ResultOutput output, SimTerminal terminal)
    {
        output.Text.WriteLine("simulated accesses and requests per second of processor time, the fastest of three runs");
        ReportTable table = new ReportTable().Text("simulated").Number("count").Number("speed").Number("allocated");
        foreach (TimingSpeedRow row in speed.Rows)
        {
            table.Row(row.Name, Quantity.Count(row.Count), Quantity.Rate(row.PerSecond, ""), $"{row.AllocatedBytes >> 10} KiB");
        }
        table.WriteTo(output.Text);
        output.WriteJson(speed, json => json.TimingSpeed);
        if (output.Folder is { } folder)
        {
            folder.WriteJson("result", speed, json => json.TimingSpeed);
            folder.WriteManifest(terminal.Arguments, ExitCode.Holds);
        }
        return ExitCode.Holds;
    }
}
