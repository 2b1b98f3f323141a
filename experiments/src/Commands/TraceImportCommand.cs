using System.CommandLine;
using Sim.Experiments.Output;
using Sim.Simulator;
using Sim.Simulator.Traces;

namespace Sim.Experiments.Commands;

/// <summary><c>sim trace import</c>: turns a pmemcheck log into a trace file.</summary>
internal static class TraceImportCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create(SimTerminal terminal)
    {
        Argument<string> file = TraceCommand.FileArgument();
        Option<string> target = new("--out") { HelpName = "FILE", Description = "The trace file to write.", Required = true };
        CommandWithExamples command = new("import", "Turn a pmemcheck log into a compact trace file.",
            "sim trace import btree.log.gz --out btree.simtrace")
        {
            Note = """
                Logs come from valgrind with pmemcheck:
                valgrind --tool=pmemcheck --log-stores=yes --log-stores-stacktraces=yes
                  --log-stores-stacktraces-depth=2 --expect-fence-after-clflush=yes --log-file=btree.log PROGRAM
                Other commands read logs as well; a trace file is many times smaller and faster to read.
                """,
        };
        command.Arguments.Add(file);
        command.Options.Add(target);
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(file);
            string output = parsed.GetRequiredValue(target);
            using ITraceReader reader = TraceFile.Open(path);
            long events = terminal.WithProgress($"importing {path}", show =>
            {
                long count = 0;
                AtomicFile.Write(output, stream => count = TraceImport.Copy(reader, stream, now => show(Quantity.Of(now, "event")), terminal.Stop));
                return count;
            });
            terminal.Output.WriteLine($"{output}: {Quantity.Of(events, "event")}, {Quantity.Of(new FileInfo(output).Length, "byte")}");
            return ExitCode.Holds;
        });
        return command;
    }
}
