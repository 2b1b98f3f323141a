using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>A structure accessed memory outside its mapping, or misaligned: a defect of the structure under test.</summary>
/// <param name="address">The address.</param>
/// <param name="lengthBytes">Bytes accessed.</param>
/// <param name="reason">What is wrong with it.</param>
public sealed class PmemAccessException(PmemAddress address, long lengthBytes, string reason)
    : Exception($"access of {lengthBytes} bytes at {address} {reason}")
{
    /// <summary>The address.</summary>
    public PmemAddress Address { get; } = address;

    /// <summary>Throws unless the range lies inside a mapping of <paramref name="mappingBytes"/> bytes.</summary>
    public static void ThrowUnlessInside(PmemAddress address, long lengthBytes, long mappingBytes)
    {
        if (address.Offset < 0 || lengthBytes < 0 || address.Offset > mappingBytes - lengthBytes)
        {
            throw new PmemAccessException(address, lengthBytes, $"lies outside the mapping of {mappingBytes} bytes");
        }
    }

    /// <summary>Throws unless the address is a multiple of <paramref name="alignmentBytes"/>.</summary>
    public static void ThrowUnlessAligned(PmemAddress address, int lengthBytes, int alignmentBytes)
    {
        if ((address.Offset & (alignmentBytes - 1)) != 0)
        {
            throw new PmemAccessException(address, lengthBytes, $"is not aligned to {alignmentBytes} bytes");
        }
    }
}
