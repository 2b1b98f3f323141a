using Sim.CacheModel;

namespace Sim.Simulator.Tests;

/// <summary>Runs code once on a recorded mapping of 1024 zeroed bytes and shows what it did.</summary>
internal sealed class Recording
{
    public const int LengthBytes = 1024;

    private Recording(RecordingEnd end, EventRecorder recorder, SiteTable sites) => (End, Recorder, Sites) = (end, recorder, sites);

    public RecordingEnd End { get; }

    public EventRecorder Recorder { get; }

    public SiteTable Sites { get; }

    public IReadOnlyList<MemoryEvent> Events => Recorder.Events;

    /// <summary>The events as <c>store 0x40 = 1</c>.</summary>
    public IEnumerable<string> Texts => Events.Select(happened => Sites[happened.SiteId].Instruction + happened.Kind switch
    {
        EventKind.Fence => "",
        EventKind.Flush => $" {happened.Address}",
        EventKind.Load or EventKind.SpinUntil => $" {happened.Address} -> {happened.Read}",
        _ => $" {happened.Address} = {happened.Operand}",
    });

    /// <summary>Runs code that is written against the interface: its optional parameters are the interface's.</summary>
    public static Recording Of(Action<IPmem> code, params UInt128[] script) => Of(code, EmptyImage(), script);

    /// <summary>Runs code over an image; a script comes before it.</summary>
    public static Recording Of(Action<IPmem> code, IMemoryImage image, params UInt128[] script) => Run(pmem => code(pmem), image, script);

    /// <summary>Runs code that is generic over the mapping.</summary>
    public static Recording OfGeneric(Action<RecordedPmem> code, params UInt128[] script) => Run(code, EmptyImage(), script);

    /// <summary>Runs recovery code on a crash image.</summary>
    public static Recording OfRecovery(Action<IPmem> code, CrashImage image)
    {
        SiteTable sites = new();
        EventRecorder recorder = new(sites, LengthBytes, eventLimit: 50);
        return new Recording(recorder.Run(() => code(new CrashPmem(recorder)), [], image), recorder, sites);
    }

    public static CrashImage EmptyImage() => new(new Dictionary<long, IReadOnlyList<byte[]>>(), CacheLine.Bytes);

    private static Recording Run(Action<RecordedPmem> code, IMemoryImage image, UInt128[] script)
    {
        SiteTable sites = new();
        EventRecorder recorder = new(sites, LengthBytes, eventLimit: 50);
        return new Recording(recorder.Run(() => code(new RecordedPmem(recorder)), script, image), recorder, sites);
    }
}
