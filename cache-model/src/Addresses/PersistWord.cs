namespace Sim.CacheModel;

/// <summary>The unit that a power failure never tears: 8 bytes, aligned.</summary>
/// <remarks>Intel SDM volume 3, 8.1.1 (guaranteed atomic operations), applied to persistence by Raad et al. 2020, section 2.</remarks>
public static class PersistWord
{
    /// <summary>Bytes in a word.</summary>
    public const int Bytes = 8;

    /// <summary>Whether an access of <paramref name="sizeBytes"/> bytes stays inside one word.</summary>
    public static bool Contains(PmemAddress address, int sizeBytes) =>
        (address.Offset & (Bytes - 1)) + sizeBytes <= Bytes;
}
