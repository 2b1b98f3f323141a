using System.Runtime.CompilerServices;

namespace Sim.Simulator.Tests;

/// <summary>A size that no instruction has.</summary>
[InlineArray(3)]
internal struct ThreeBytes
{
    private byte _first;
}
