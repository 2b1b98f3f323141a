using System.Text.Json;
using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>Turns a platform file into a <see cref="Platform"/>, or says what is wrong with the file.</summary>
internal static class PlatformReader
{
    /// <summary>Reads a platform.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="json">Its content.</param>
    /// <param name="ticksPerNs">The resolution of all times; 0 for one tick per core cycle.</param>
    /// <param name="changes">Quantities that replace those of the file, by field (<c>memory.channels</c>), or null.</param>
    public static Platform Read(
        string file, ReadOnlySpan<byte> json, double ticksPerNs = 0, IReadOnlyDictionary<string, PlatformQuantity>? changes = null)
    {
        PlatformFile content = Parse(file, json);
        foreach ((string field, PlatformQuantity quantity) in changes ?? new Dictionary<string, PlatformQuantity>()) { content.Change(file, field, quantity); }
        List<PlatformValue> values = [];
        PersistencyModel model = ReadModel(file, Required(file, "model", content.Model));
        PersistenceDomain domain = ReadDomain(file, Required(file, "persistence", content.Persistence), model);

        PlatformSection core = new(file, "core", content.Core, values);
        double gigahertz = core.Gigahertz("frequency");
        double ticks = ticksPerNs > 0 ? ticksPerNs : gigahertz;
        PlatformSection Scaled(PlatformSection section)
        {
            section.TicksPerNs = ticks;
            section.TicksPerCycle = ticks / gigahertz;
            return section;
        }
        Scaled(core);
        CoreParameters coreParameters = ReadCore(core, domain);
        core.End();

        PlatformSection caches = Scaled(new(file, "caches", content.Caches, values));
        CacheParameters cacheParameters = new(
            ReadLevel(caches, "l1"), ReadLevel(caches, "l2"), ReadLevel(caches, "llc"), caches.Cycles("transfer"), caches.Count("l2Misses", "entries", least: 1));
        caches.End();

        PlatformSection memory = Scaled(new(file, "memory", content.Memory, values));
        OptaneParameters? optane = null;
        if (content.Optane is not null)
        {
            PlatformSection section = Scaled(new(file, "optane", content.Optane, values));
            optane = ReadOptane(section);
            section.End();
        }
        DramParameters? dram = null;
        if (content.Dram is not null)
        {
            PlatformSection section = Scaled(new(file, "dram", content.Dram, values));
            dram = new DramParameters(section.Cycles("openRowLoad"), section.Count("banks", "banks", least: 1), section.Lines("row"),
                section.Cycles("bankBusy"));
            section.End();
        }
        if ((optane is null) == (dram is null)) { throw InputException.InFile(file, "optane, dram", optane is null ? "missing" : "both there", "one of the two"); }
        LinkParameters? link = null;
        if (content.Link is not null)
        {
            PlatformSection section = Scaled(new(file, "link", content.Link, values));
            link = ReadLink(section);
            section.End();
        }
        MemoryParameters memoryParameters = ReadMemory(memory, optane, dram, link);
        memory.End();
        RdmaParameters? rdma = null;
        if (content.Rdma is not null)
        {
            PlatformSection section = Scaled(new(file, "rdma", content.Rdma, values));
            rdma = ReadRdma(section);
            section.End();
        }

        return new Platform
        {
            Name = Required(file, "name", content.Name),
            Title = Required(file, "title", content.Title),
            Model = model.Name,
            Persistence = domain,
            CyclesPerNs = ticks,
            Gigahertz = gigahertz,
            Core = coreParameters,
            Caches = cacheParameters,
            Memory = memoryParameters,
            Rdma = rdma,
            Values = values,
        };
    }

    private static PlatformFile Parse(string file, ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, PlatformJson.Default.PlatformFile)
                ?? throw InputException.InFile(file, "the file", "null", "an object");
        }
        catch (JsonException error)
        {
            string field = string.IsNullOrEmpty(error.Path) || error.Path == "$" ? "the file" : error.Path.Replace("$.", "", StringComparison.Ordinal);
            string place = error.LineNumber is long line ? $"{file}:{line + 1}" : file;
            string reason = error.Message.Split(" Path:")[0].Split(", member")[0].TrimEnd('.');
            throw InputException.InFile(place, field, $"not readable ({reason})", "a platform as the presets are written");
        }
    }

    private static PersistencyModel ReadModel(string file, string name) => PersistencyModel.Find(name)
        ?? throw InputException.InFile(file, "model", $"'{name}'", $"one of: {string.Join(", ", PersistencyModel.All.Select(model => model.Name))}");

    /// <summary>Where data survive; the caches do exactly if the model lets a store persist when it is visible.</summary>
    private static PersistenceDomain ReadDomain(string file, string name, PersistencyModel model)
    {
        PersistenceDomain domain = name switch
        {
            "none" => PersistenceDomain.None,
            "wpq" => PersistenceDomain.Wpq,
            "caches" => PersistenceDomain.Caches,
            "device" => PersistenceDomain.Device,
            "remote" => PersistenceDomain.Remote,
            _ => throw InputException.InFile(file, "persistence", $"'{name}'", "none, wpq, caches, device or remote"),
        };
        bool agrees = domain == PersistenceDomain.None || model.PersistsWhenVisible == (domain == PersistenceDomain.Caches);
        return agrees
            ? domain
            : throw InputException.InFile(file, "persistence", $"'{name}'",
                model.PersistsWhenVisible ? $"caches or none, as the model is {model.Name}" : $"wpq, device, remote or none, as the model is {model.Name}");
    }

    private static CoreParameters ReadCore(PlatformSection core, PersistenceDomain domain) => new()
    {
        StoreBufferEntries = core.Count("storeBuffer", "entries", least: 1),
        FillBuffers = core.Count("fillBuffers", "entries", least: 1),
        IssueCycles = core.Cycles("issue"),
        SfenceCycles = core.Cycles("sfence"),
        MfenceCycles = core.Cycles("mfence"),
        LockedCycles = core.Cycles("locked"),
        FlushIssueCycles = core.Cycles("flushIssue"),
        FlushIntervalCycles = core.Cycles("flushInterval"),
        FlushAcceptCycles = core.Cycles("flushAccept"),
        NonTemporalIntervalCycles = core.Cycles("nonTemporalInterval"),
        NonTemporalAcceptCycles = core.Cycles("nonTemporalAccept"),
        ClwbInvalidates = core.Flag("clwbInvalidates"),
        SfenceDrains = core.Flag("sfenceDrains"),
        WriteCombiningBuffers = core.Count("writeCombining", "entries", least: 1),
        LoadIntervalCycles = core.Cycles("loadInterval"),
        StoreMissIntervalCycles = core.Cycles("storeMissInterval"),
        FlushStreamIntervalCycles = core.Cycles("flushStreamInterval"),
        NonTemporalIssueCycles = core.Cycles("nonTemporalIssue"),
        FlushIdleCycles = core.Cycles("flushIdle"),
        NonTemporalIdleCycles = core.Cycles("nonTemporalIdle"),
        NonTemporalHoldCycles = core.Cycles("nonTemporalHold"),
        CachesArePersistent = domain == PersistenceDomain.Caches,
    };

    private static CacheLevel ReadLevel(PlatformSection caches, string level)
    {
        CacheLevel read = new(caches.Lines($"{level}Size"), caches.Count($"{level}Ways", "ways", least: 1), caches.Cycles($"{level}Hit"));
        return read.Lines % read.Ways == 0
            ? read
            : throw caches.Wrong($"{level}Ways", $"{read.Ways}", $"a divisor of the level's {read.Lines} lines");
    }

    private static MemoryParameters ReadMemory(
        PlatformSection memory, OptaneParameters? optane, DramParameters? dram, LinkParameters? link) => new()
        {
            Channels = memory.Count("channels", "channels", least: 1),
            InterleaveLines = memory.Lines("interleave"),
            WpqEntries = memory.Count("wpq", "entries", least: 1),
            ReadSlotCycles = memory.Cycles("readSlot"),
            WriteSlotCycles = memory.Cycles("writeSlot"),
            LoadCycles = memory.Cycles("load"),
            ReadPickWindow = memory.Count("readPickWindow", "requests", least: 1),
            WritePickWindow = memory.Count("writePickWindow", "requests", least: 1),
            ReadPickShare = memory.Factor("readPickShare"),
            WritePickShare = memory.Factor("writePickShare"),
            Link = link,
            Dram = dram,
            Optane = optane,
        };

    private static LinkParameters ReadLink(PlatformSection link) => new()
    {
        LatencyTicks = link.Cycles("latency"),
        DataSlotTicks = link.Cycles("dataSlot"),
        RequestSlotTicks = link.Cycles("requestSlot"),
        WriteAckTicks = link.Cycles("writeAck"),
    };

    private static RdmaParameters ReadRdma(PlatformSection rdma) => new()
    {
        BaseTicks = rdma.Cycles("base"),
        FetchTicks = rdma.Cycles("fetch"),
        InlineBytes = rdma.Count("inline", "B", least: 0),
        MtuBytes = rdma.Count("mtu", "B", least: 1),
        PacketTicksPerKiB = rdma.Cycles("packetPerKiB"),
        StreamTicksPerKiB = rdma.Cycles("streamPerKiB"),
        HandlerTicks = rdma.Cycles("handler"),
        FlushTicks = rdma.Cycles("flush"),
    };

    private static OptaneParameters ReadOptane(PlatformSection optane)
    {
        OptaneParameters read = new()
        {
            MediaReadCycles = optane.Cycles("mediaRead"),
            ReadBusyCycles = optane.Cycles("readBusy"),
            WriteBusyCycles = optane.Cycles("writeBusy"),
            PartialBusyCycles = optane.Cycles("partialBusy"),
            CombiningXpLines = optane.Count("combining", "XPLines", least: 1),
            ReadBufferXpLines = optane.Count("readBuffer", "XPLines", least: 1),
            DirtyHigh = optane.Count("dirtyHigh", "XPLines", least: 1),
            DirtyLow = optane.Count("dirtyLow", "XPLines", least: 0),
            AbsorbsFullXpLines = optane.Flag("absorbsFull"),
            AitPages = optane.Count("aitPages", "pages", least: 16),
            ReadRequests = optane.Count("readRequests", "requests", least: 1),
            AitMissCycles = optane.Cycles("aitMiss"),
            ReadAfterPersistWindowCycles = optane.Cycles("readAfterPersistWindow"),
            ReadAfterPersistMaxCycles = optane.Cycles("readAfterPersistMax"),
            ReadAfterPersistOnlyNonTemporal = optane.Flag("readAfterPersistOnlyNonTemporal"),
            FetchesAhead = optane.Flag("fetchesAhead"),
            WearThreshold = optane.Count("wearThreshold", "writes", least: 0),
            WearStallTicks = optane.Cycles("wearStall"),
            WearWindowTicks = optane.Cycles("wearWindow"),
            MinorStallTicks = optane.Cycles("minorStall"),
            MinorStallWrites = optane.Count("minorStallWrites", "writes", least: 0),
            LowPower = (optane.Factor("lowPowerRead"), optane.Factor("lowPowerWrite")),
            HighPower = (optane.Factor("highPowerRead"), optane.Factor("highPowerWrite")),
        };
        if (read.DirtyLow > read.DirtyHigh)
        {
            throw optane.Wrong("dirtyLow", $"{read.DirtyLow}", $"at most dirtyHigh, {read.DirtyHigh}");
        }
        return read.AitPages % AddressTranslation.Ways == 0
            ? read
            : throw optane.Wrong("aitPages", $"{read.AitPages}", $"a multiple of {AddressTranslation.Ways}");
    }

    private static string Required(string file, string field, string? text) =>
        string.IsNullOrWhiteSpace(text) ? throw InputException.InFile(file, field, "missing", "a text") : text;
}
