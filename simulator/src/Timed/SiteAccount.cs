namespace Sim.Simulator;

/// <summary>Executions and cycles of one thread by site number.</summary>
internal sealed class SiteAccount
{
    private long[] _executions = new long[64];
    private long[] _cycles = new long[64];

    public ReadOnlySpan<long> Executions => _executions;

    public ReadOnlySpan<long> Cycles => _cycles;

    public void Charge(int site, long executions, long cycles)
    {
        if (site >= _cycles.Length) { Grow(site); }
        _executions[site] += executions;
        _cycles[site] += cycles;
    }

    public void Reset()
    {
        Array.Clear(_executions);
        Array.Clear(_cycles);
    }

    private void Grow(int site)
    {
        int length = Math.Max(2 * _cycles.Length, site + 1);
        Array.Resize(ref _executions, length);
        Array.Resize(ref _cycles, length);
    }
}
