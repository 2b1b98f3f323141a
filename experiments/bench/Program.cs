using BenchmarkDotNet.Running;
using Sim.Benchmarks;

if (args is ["ratios"])
{
    Ratios.Print(Console.Out);
    return;
}
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
