namespace Sim.Simulator;

/// <summary>An Optane DIMM. Its media work on XPLines of 256 bytes; times are core cycles.</summary>
public sealed record OptaneParameters
{
    /// <summary>Added to a load that the media must answer.</summary>
    public required long MediaReadCycles { get; init; }

    /// <summary>How long a read takes the media.</summary>
    public required long ReadBusyCycles { get; init; }

    /// <summary>How long the write of an XPLine takes the media.</summary>
    public required long WriteBusyCycles { get; init; }

    /// <summary>How long it takes to put a partly written XPLine aside.</summary>
    public required long PartialBusyCycles { get; init; }

    /// <summary>XPLines that are being combined or wait for the media.</summary>
    public required int CombiningXpLines { get; init; }

    /// <summary>XPLines that the read buffer keeps, first in, first out.</summary>
    public required int ReadBufferXpLines { get; init; }

    /// <summary>Above so many XPLines put aside, victims are written.</summary>
    public required int DirtyHigh { get; init; }

    /// <summary>How many XPLines stay after victims were written.</summary>
    public required int DirtyLow { get; init; }

    /// <summary>Whether completely written XPLines stay in the buffer as well (second generation).</summary>
    public required bool AbsorbsFullXpLines { get; init; }

    /// <summary>Reads that can wait inside the DIMM for its media.</summary>
    public required int ReadRequests { get; init; }

    /// <summary>4 KB pages whose address translation the DIMM keeps at hand.</summary>
    public required int AitPages { get; init; }

    /// <summary>Added to a read whose translation is not at hand.</summary>
    public required long AitMissCycles { get; init; }

    /// <summary>How long after a line was written a read of it waits.</summary>
    public required long ReadAfterPersistWindowCycles { get; init; }

    /// <summary>The longest such wait.</summary>
    public required long ReadAfterPersistMaxCycles { get; init; }

    /// <summary>Whether only lines written by non-temporal stores are concerned (second generation).</summary>
    public required bool ReadAfterPersistOnlyNonTemporal { get; init; }

    /// <summary>Whether the DIMM fetches the next XPLine when the media are idle and two ascending XPLines were read.</summary>
    public required bool FetchesAhead { get; init; }

    /// <summary>Writes of one XPLine between two moves by wear levelling; 0 for none.</summary>
    public required int WearThreshold { get; init; }

    /// <summary>How long such a move takes the media.</summary>
    public required long WearStallTicks { get; init; }

    /// <summary>Within what time the writes must fall.</summary>
    public required long WearWindowTicks { get; init; }

    /// <summary>How long a shorter, rarer stall of any cause takes the media.</summary>
    public required long MinorStallTicks { get; init; }

    /// <summary>Media writes between two such stalls; 0 for none.</summary>
    public required int MinorStallWrites { get; init; }

    /// <summary>Factors on the time that a read and a write take the media, at 12.5 W instead of 15 W.</summary>
    public required (double Read, double Write) LowPower { get; init; }

    /// <summary>Factors on the time that a read and a write take the media, at 18 W instead of 15 W.</summary>
    public required (double Read, double Write) HighPower { get; init; }
}
