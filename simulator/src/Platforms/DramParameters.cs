namespace Sim.Simulator;

/// <summary>DRAM behind one channel.</summary>
/// <param name="OpenRowLoadTicks">Latency of a load from a row that is open.</param>
/// <param name="Banks">Rows that can be open at once.</param>
/// <param name="RowLines">Lines of a row.</param>
/// <param name="BankBusyTicks">How long an access to a closed row takes its bank.</param>
public sealed record DramParameters(long OpenRowLoadTicks, int Banks, int RowLines, long BankBusyTicks);
