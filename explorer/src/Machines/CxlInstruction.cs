namespace Sim.Explorer.Litmus;

/// <summary>An instruction of a CXL0 litmus program, with machines as numbers.</summary>
/// <param name="Opcode">What it does.</param>
/// <param name="Machine">The machine that executes it, or that crashes; -1 where none is named.</param>
/// <param name="Location">The location accessed, or -1.</param>
/// <param name="Source">The instruction as parsed.</param>
internal sealed record CxlInstruction(LitmusOpcode Opcode, int Machine, int Location, LitmusInstruction Source);
