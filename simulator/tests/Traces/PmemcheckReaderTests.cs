using Sim.Simulator.Traces;

namespace Sim.Simulator.Tests.Traces;

public class PmemcheckReaderTests
{
    [Fact]
    public void Fields_of_a_store_are_address_value_and_size()
    {
        (TraceEvent store, string stack) = Assert.Single(TraceLogs.Read("==7== START|STORE;0x40;0xBEef;0x2;0x1: f (a.c:3);0x2: main (a.c:9)|STOP"));

        Assert.Equal((TraceEventKind.Store, 0x40UL, 0xbeefUL, 2UL), (store.Kind, store.Address, store.Value, store.Length));
        Assert.Equal("0x1: f (a.c:3);0x2: main (a.c:9)", stack);
    }

    [Fact]
    public void Every_kind_of_record_is_read()
    {
        List<(TraceEvent Event, string Text)> events = TraceLogs.Read("START|FENCE|REGISTER_FILE;pool;0x1000;0x2000;0x0|STORE;0x1000;0x1;0x1|FLUSH;0x1005;0x40|DEEP_SYNC;0x1000;0x8|OP.BEGIN|STOP\n==1== bye|FENCE\n");

        Assert.Equal([TraceEventKind.Fence, TraceEventKind.Map, TraceEventKind.Store, TraceEventKind.Flush, TraceEventKind.DeepSync, TraceEventKind.Marker],
            events.Select(one => one.Event.Kind));
        Assert.Equal("OP.BEGIN", events[^1].Text);
    }

    [Fact]
    public void A_flush_instruction_covers_one_line_whatever_its_address()
    {
        List<(TraceEvent Event, string Text)> events = TraceLogs.Read("START|FLUSH;0x1005;0x40|FLUSH;0x1005;0x41|FLUSH;0x103f;0x2|FLUSH;0x1000;0x0|STOP");

        Assert.Equal([1UL, 2, 2, 0], events.Select(one => one.Event.FlushedLines));
        Assert.All(events, one => Assert.Equal(0x1000UL, one.Event.FirstFlushedByte));
    }

    [Fact]
    public void Bars_and_semicolons_in_names_split_no_record()
    {
        List<(TraceEvent Event, string Text)> events = TraceLogs.Read("START|REGISTER_FILE;/tmp/a|b;c;0x1000;0x40;0x0|STORE;0x1000;0x1;0x1;0x1: A::operator||(B const&) (a.cpp:3);0x2: main (a.cpp:9)"
            + "|STORE;0x1000;0x1;0x1;0x1: ???|STORE;0x1000;0x2;0x1;0x1: A::operator|(B) (in /lib/x|y.so)|FENCE|STOP");

        Assert.Equal(["/tmp/a|b;c", "0x1: A::operator||(B const&) (a.cpp:3);0x2: main (a.cpp:9)", "0x1: ???", "0x1: A::operator|(B) (in /lib/x|y.so)", ""],
            events.Select(one => one.Text));
    }

    [Fact]
    public void Messages_of_valgrind_between_records_are_passed_over()
    {
        List<(TraceEvent Event, string Text)> events = TraceLogs.Read("==1== pmemcheck|x\n==1== START|STORE;0x10;0x1;0x1;0x1: f (a.c:3)\n==1== \n**1** warning\n|FENCE|STOP\n");

        Assert.Equal([TraceEventKind.Store, TraceEventKind.Fence], events.Select(one => one.Event.Kind));
        Assert.Equal("0x1: f (a.c:3)", events[0].Text);
    }

    [Theory]
    [InlineData("", "byte 6, record 1: the log is cut off")]
    [InlineData("FENCE|", "record 2: the log is cut off")]
    [InlineData("STORE;0x10;0x1;0x9|STOP", "byte 6, record 1: the size of a store is 9, expected 1 to 8")]
    [InlineData("STORE;0x10;0x1ff;0x1|STOP", "the value 0x1ff does not fit into 1 bytes")]
    [InlineData("STORE;0x10;;0x1|STOP", "value is ';0x1', expected a hexadecimal number")]
    [InlineData("STORE;10;0x1;0x1|STOP", "address is '10;0x1;0x1', expected a hexadecimal number")]
    [InlineData("STORE;0x10;0x1|STOP", "size is '', expected a hexadecimal number")]
    [InlineData("STORE;0xffffffffffffffff;0x1;0x8|STOP", "leaves the address space")]
    [InlineData("STORE;0x11112222333344445;0x1;0x8|STOP", "expected a hexadecimal number")]
    [InlineData("FLUSH;0x10;0x40;0x1|STOP", "expected the end of the record")]
    [InlineData("REGISTER_FILE;pool;0x0|STOP", "too few fields")]
    [InlineData("STOR;0x10;0x1;0x1|STOP", "'STOR;0x10;0x1;0x1' is neither a record nor the name of a marker")]
    [InlineData("\u0001|STOP", "'?' is neither a record nor the name of a marker")]
    [InlineData("\u00ff|STOP", "is neither a record nor the name of a marker")]
    [InlineData("|STOP", "an empty record")]
    [InlineData("FENCE\noops|STOP", "'oops' stands between two records")]
    public void A_damaged_log_is_refused_with_its_byte_and_record(string records, string reason) =>
        Assert.Contains(reason, Assert.Throws<InputException>(() => TraceLogs.Read($"START|{records}")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_text_that_is_no_log_is_refused() =>
        Assert.Contains("neither a trace nor a pmemcheck log", Assert.Throws<InputException>(() => TraceLogs.Read("hello, world")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_record_without_an_end_is_refused_in_bounded_memory() =>
        Assert.Contains("a record of more than 65536 bytes",
            Assert.Throws<InputException>(() => TraceLogs.Read("START|FENCE|STORE;0x1;0x1;0x1;" + new string('x', 3_000_000))).Message, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(TraceLogs.Names), MemberType = typeof(TraceLogs))]
    public void Every_real_log_is_read_with_all_its_events(string name)
    {
        using ITraceReader reader = TraceFile.Open(TraceLogs.PathOf(name));
        ILookup<TraceEventKind, TraceEvent> events = TraceLogs.ReadAll(reader).ToLookup(one => one.Event.Kind, one => one.Event);
        Dictionary<string, string> expected = TraceLogs.Rows("stats.tsv").Single(row => row["log"] == name);

        Assert.Equal(expected["STORE"], $"{events[TraceEventKind.Store].Count()}");
        Assert.Equal(expected["FLUSH"], $"{events[TraceEventKind.Flush].Count()}");
        Assert.Equal(expected["FENCE"], $"{events[TraceEventKind.Fence].Count()}");
        Assert.Equal(expected["REGISTER_FILE"], $"{events[TraceEventKind.Map].Count()}");
        Assert.Equal(expected["markers"], $"{events[TraceEventKind.Marker].Count()}");
    }
}
