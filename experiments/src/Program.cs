using System.Runtime.InteropServices;
using Sim.Experiments;

// The first Ctrl-C or SIGTERM asks for valid partial results (exit code 3), the second one ends the process.
// A structure under test may hang where nothing can be asked: then the process ends after the grace time.
const int GraceMilliseconds = 10_000;
using CancellationTokenSource stop = new();
using Timer grace = new(_ =>
{
    Console.Error.WriteLine("sim: stopped without a result: the run did not end in time");
    Environment.Exit(ExitCode.CutShort);
});
void Stop(PosixSignalContext context)
{
    context.Cancel = !stop.IsCancellationRequested;
    grace.Change(GraceMilliseconds, Timeout.Infinite);
    stop.Cancel();
}
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

return SimCommandLine.Run(args, Console.Out, Console.Error, stop.Token);
