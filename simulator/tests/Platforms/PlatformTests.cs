namespace Sim.Simulator.Tests;

public sealed class PlatformTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-platform").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_presets_are_listed_by_name() =>
        Assert.Equal(["cxl-pmem-gpf", "dram", "nvdimm-n", "optane-g1-adr", "optane-g2-eadr", "rdma-remote"], Platform.Names);

    [Fact]
    public void Every_preset_loads_under_its_own_name_and_every_number_has_a_source()
    {
        foreach (string name in Platform.Names)
        {
            Platform platform = Platform.Load(name);
            Assert.Equal(name, platform.Name);
            Assert.DoesNotContain(platform.Values, value => value.Source.Length < 5);
        }
    }

    [Fact]
    public void Times_are_converted_to_whole_cycles_of_the_platforms_core()
    {
        Platform platform = Platform.Load(Platform.DefaultName);
        Assert.Equal("px86-line", platform.Model);
        Assert.Equal(PersistenceDomain.Wpq, platform.Persistence);
        Assert.Equal(2.2, platform.CyclesPerNs);
        Assert.Equal(396, platform.Memory.LoadCycles);
        Assert.Equal(7_480, platform.Memory.Optane!.ReadAfterPersistWindowCycles);
        Assert.Equal(512, platform.Caches.L1.Lines);
    }

    [Fact]
    public void The_second_generation_has_persistent_caches_and_DRAM_no_Optane()
    {
        Platform second = Platform.Load("optane-g2-eadr");
        Assert.True(second.Core.CachesArePersistent);
        Assert.Equal("eadr", second.Model);
        Assert.Null(Platform.Load("dram").Memory.Optane);
    }

    [Fact]
    public void Only_platforms_that_keep_data_somewhere_are_persistent()
    {
        Assert.False(Platform.Load("dram").IsPersistent);
        Assert.True(Platform.Load("optane-g1-adr").IsPersistent);
        Assert.True(Platform.Load("optane-g2-eadr").IsPersistent);
    }

    [Fact]
    public void Values_are_counted_by_quality_so_that_a_report_can_tell_how_many_are_assumed()
    {
        Platform platform = Platform.Load("optane-g1-adr");
        Assert.Equal(
            [("exact", 8), ("derived", 39), ("figure", 4), ("recalled", 13), ("assumption", 4)],
            platform.ValuesByQuality);
        Assert.Equal(platform.Values.Count, platform.ValuesByQuality.Sum(count => count.Count));
    }

    [Fact]
    public void A_file_is_loaded_by_its_path()
    {
        string path = Write(text => text.Replace("\"optane-g1-adr\"", "\"mine\"", StringComparison.Ordinal));
        Assert.Equal("mine", Platform.Load(path).Name);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones() =>
        Assert.Equal(
            "unknown platform 'optane', expected one of: cxl-pmem-gpf, dram, nvdimm-n, optane-g1-adr, optane-g2-eadr, rdma-remote",
            Assert.Throws<InputException>(() => Platform.Load("optane")).Message);

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Equal(
            "nowhere/x.json: the platform file cannot be read (DirectoryNotFoundException)",
            Assert.Throws<InputException>(() => Platform.Load("nowhere/x.json")).Message);

    [Theory]
    [InlineData("\"sfence\":", "\"sfense\":", "core.sfence is missing, expected an object with value, unit, source and quality")]
    [InlineData("\"wpq\": { \"value\": 8,", "\"wpq\": { \"value\": 0,", "memory.wpq.value is 0, expected at least 1")]
    [InlineData("\"wpq\": { \"value\": 8,", "\"wpq\": { \"value\": 8.5,", "memory.wpq.value is 8.5, expected a whole number below 2^31")]
    [InlineData("\"unit\": \"GHz\"", "\"unit\": \"MHz\"", "core.frequency.unit is 'MHz', expected GHz")]
    [InlineData("\"l1Ways\": { \"value\": 8", "\"l1Ways\": { \"value\": 7", "caches.l1Ways is 7, expected a divisor of the level's 512 lines")]
    [InlineData("\"quality\": \"exact\"", "\"quality\": \"sure\"", "core.sfence.quality is 'sure', expected one of: exact, derived, figure, recalled, second-hand, assumption")]
    [InlineData("\"persistence\": \"wpq\"", "\"persistence\": \"disk\"", "persistence is 'disk', expected none, wpq, caches, device or remote")]
    [InlineData("\"model\": \"px86-line\"", "\"model\": \"px87\"", "model is 'px87', expected one of: px86-line, px86, eadr, strict, epoch, buffered-epoch, strand, rp, arp, parmv8, parmv8-volatile, parmv8-none, cxl0, cxl0-gpf, rdma-ddio, rdma-direct, rdma-gpspm")]
    [InlineData("\"model\": \"px86-line\"", "\"model\": \"eadr\"", "persistence is 'wpq', expected caches or none, as the model is eadr")]
    [InlineData("\"persistence\": \"wpq\"", "\"persistence\": \"caches\"", "persistence is 'caches', expected wpq, device, remote or none, as the model is px86-line")]
    [InlineData("\"transfer\":", "\"extra\": null, \"transfer\":", "caches.extra is not a known field, expected one of: l1Size, l1Ways, l1Hit, l2Size, l2Ways, l2Hit, llcSize, llcWays, llcHit, transfer, l2Misses")]
    public void A_wrong_field_is_reported_with_what_was_found_and_expected(string from, string to, string message)
    {
        string path = Write(text => ReplaceFirst(text, from, to));
        Assert.Equal($"{path}: {message}", Assert.Throws<InputException>(() => Platform.Load(path)).Message);
    }

    [Theory]
    [InlineData("\"model\":", "\"modell\":", "modell")]
    [InlineData("\"value\": 2.2", "\"value\": \"2.2\"", "core.frequency.value")]
    [InlineData("\"unit\": \"GHz\",", "\"unit\": \"GHz\", \"unit\": \"GHz\",", "core.frequency.unit")]
    public void What_is_not_readable_is_reported_with_its_line_and_field(string from, string to, string field)
    {
        string path = Write(text => ReplaceFirst(text, from, to));
        string message = Assert.Throws<InputException>(() => Platform.Load(path)).Message;
        Assert.StartsWith($"{path}:", message, StringComparison.Ordinal);
        Assert.Contains(field, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private string Write(Func<string, string> change)
    {
        using Stream stream = typeof(Platform).Assembly.GetManifestResourceStream("Sim.Simulator.platforms.optane-g1-adr.json")!;
        using StreamReader reader = new(stream);
        string text = reader.ReadToEnd();
        string changed = change(text);
        Assert.NotEqual(text, changed);
        string path = Path.Combine(_folder, "platform.json");
        File.WriteAllText(path, changed);
        return path;
    }

    private static string ReplaceFirst(string text, string from, string to)
    {
        int index = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(index >= 0, from);
        return text[..index] + to + text[(index + from.Length)..];
    }
}
