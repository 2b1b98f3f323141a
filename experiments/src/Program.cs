using System.Runtime.InteropServices;
using Sim.Experiments;

// The first Ctrl-C or SIGTERM asks for valid partial results (exit code 3); the second one ends the process.
using CancellationTokenSource stop = new();
void Stop(PosixSignalContext context)
{
    context.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

return SimCommandLine.Run(args, Console.Out, Console.Error, stop.Token);
