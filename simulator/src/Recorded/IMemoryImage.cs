using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>Memory contents that answer the loads of a recorded run once its script has ended.</summary>
public interface IMemoryImage
{
    /// <summary>Reads at most 8 bytes that lie inside one persist word.</summary>
    ulong Read(PmemAddress address, int sizeBytes);

    /// <summary>Writes at most 8 bytes that lie inside one persist word.</summary>
    void Write(PmemAddress address, int sizeBytes, ulong value);
}
