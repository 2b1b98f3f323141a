using System.Text.Json;
using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>Turns a platform file into a <see cref="Platform"/>, or says what is wrong with the file.</summary>
internal static class PlatformReader
{
    public static Platform Read(string file, ReadOnlySpan<byte> json)
    {
        PlatformFile content = Parse(file, json);
        List<PlatformValue> values = [];
        PersistencyModel model = ReadModel(file, Required(file, "model", content.Model));
        PersistenceDomain domain = ReadDomain(file, Required(file, "persistence", content.Persistence), model);

        PlatformSection core = new(file, "core", content.Core, values);
        double cyclesPerNs = core.Gigahertz("frequency");
        core.CyclesPerNs = cyclesPerNs;
        CoreParameters coreParameters = ReadCore(core, domain);
        core.End();

        PlatformSection caches = new(file, "caches", content.Caches, values) { CyclesPerNs = cyclesPerNs };
        CacheParameters cacheParameters = new(
            ReadLevel(caches, "l1"), ReadLevel(caches, "l2"), ReadLevel(caches, "llc"), caches.Cycles("transfer"));
        caches.End();

        PlatformSection memory = new(file, "memory", content.Memory, values) { CyclesPerNs = cyclesPerNs };
        OptaneParameters? optane = null;
        if (content.Optane is not null)
        {
            PlatformSection section = new(file, "optane", content.Optane, values) { CyclesPerNs = cyclesPerNs };
            optane = ReadOptane(section);
            section.End();
        }
        MemoryParameters memoryParameters = ReadMemory(memory, optane);
        memory.End();

        return new Platform
        {
            Name = Required(file, "name", content.Name),
            Title = Required(file, "title", content.Title),
            Model = model.Name,
            Persistence = domain,
            CyclesPerNs = cyclesPerNs,
            Core = coreParameters,
            Caches = cacheParameters,
            Memory = memoryParameters,
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
            _ => throw InputException.InFile(file, "persistence", $"'{name}'", "none, wpq or caches"),
        };
        bool agrees = domain == PersistenceDomain.None || model.PersistsWhenVisible == (domain == PersistenceDomain.Caches);
        return agrees
            ? domain
            : throw InputException.InFile(file, "persistence", $"'{name}'",
                model.PersistsWhenVisible ? $"caches or none, as the model is {model.Name}" : $"wpq or none, as the model is {model.Name}");
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
        CachesArePersistent = domain == PersistenceDomain.Caches,
    };

    private static CacheLevel ReadLevel(PlatformSection caches, string level)
    {
        CacheLevel read = new(caches.Lines($"{level}Size"), caches.Count($"{level}Ways", "ways", least: 1), caches.Cycles($"{level}Hit"));
        return read.Lines % read.Ways == 0
            ? read
            : throw caches.Wrong($"{level}Ways", $"{read.Ways}", $"a divisor of the level's {read.Lines} lines");
    }

    private static MemoryParameters ReadMemory(PlatformSection memory, OptaneParameters? optane) => new()
    {
        Channels = memory.Count("channels", "channels", least: 1),
        InterleaveLines = memory.Lines("interleave"),
        WpqEntries = memory.Count("wpq", "entries", least: 1),
        ReadSlotCycles = memory.Cycles("readSlot"),
        WriteSlotCycles = memory.Cycles("writeSlot"),
        LoadCycles = memory.Cycles("load"),
        Optane = optane,
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
            AitMissCycles = optane.Cycles("aitMiss"),
            ReadAfterPersistWindowCycles = optane.Cycles("readAfterPersistWindow"),
            ReadAfterPersistMaxCycles = optane.Cycles("readAfterPersistMax"),
            ReadAfterPersistOnlyNonTemporal = optane.Flag("readAfterPersistOnlyNonTemporal"),
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
