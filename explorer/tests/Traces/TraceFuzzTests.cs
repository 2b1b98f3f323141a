using CsCheck;
using Sim.Explorer.Traces;
using Sim.Simulator;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Tests.Traces;

/// <summary>Damaged logs through the checkers and both kinds of engines: a result, or one line that says what is wrong.</summary>
public class TraceFuzzTests
{
    private static readonly int Inputs = int.TryParse(Environment.GetEnvironmentVariable("SIM_FUZZ_INPUTS"), out int inputs) ? inputs : 200;
    private static readonly byte[][] Logs = [.. ((string[])["cceh_8", "pmemlog_addlog", "fmt_fenceno_alignno", "level_ops12", "pmreorder_simple_m"]).Select(Content)];
    private static readonly string[] Nasty =
    [
        "|FLUSH;0x0;0xffffffffffffffff|", "|REGISTER_FILE;p;0x20000000000;0x7fffffffffff;0x0|", "|STORE;0xfffffffffffffff0;0x1;0x8|", "|FENCE|FENCE|",
        "|OP_x.END|", "|REGISTER_FILE;q;0x4c00000;0x40;0x0|", "|FLUSH;0x20000000000;0xfffffffffff|", "|STORE;0x2000000103d;0x1122334455667788;0x8|",
    ];

    [Fact]
    public void A_damaged_log_is_checked_and_explored_or_refused() =>
        Gen.Select(Gen.Int[0, Logs.Length - 1], Gen.Int[0, 3], Gen.Int[0, int.MaxValue - 1], Gen.Int[1, 200], Gen.Int[0, Nasty.Length - 1])
            .Select((log, how, where, count, nasty) => Damage(Logs[log], how, where, count, Nasty[nasty]))
            .Sample(Check, iter: Inputs);

    private static byte[] Damage(byte[] log, int how, int where, int count, string nasty)
    {
        int at = where % log.Length;
        int end = Math.Min(log.Length, at + count);
        int bar = Array.IndexOf(log, (byte)'|', at) is int found and >= 0 ? found : at;
        switch (how)
        {
            case 0:
                byte[] flipped = [.. log];
                flipped[at] ^= (byte)(1 << (count % 8));
                return flipped;
            case 1:
                return [.. log[..at], .. log[end..]];
            case 2:
                return [.. log[..end], .. log[at..]];
            default:
                return [.. log[..bar], .. System.Text.Encoding.ASCII.GetBytes(nasty), .. log[Math.Min(log.Length, bar + 1)..]];
        }
    }

    private static void Check(byte[] log)
    {
        Run(() => TraceChecker.Check(Open(), TraceRules.Parse("rules", "range a pool 0 64\nordered a before *\ncommit a guards *\npersisted * before *.END")));
        Run(() => TraceExplorer.Explore(Open, new()));
        Run(() => TraceExplorer.Explore(Open, new() { Model = CacheModel.Eadr.Model }));
        Run(() => TraceExplorer.Explore(Open, new() { Engine = ReorderEngine.Accumulative }));
        Run(() => TraceExplorer.Explore(Open, new() { Checker = () => new FunctionChecker(_ => null), MaxImages = 200, Jobs = 1 }));
        Run(() => TraceReplay.Run(Open, Platform.Load(Platform.DefaultName)));

        ITraceReader Open() => TraceFile.Open("input", new MemoryStream(log));
    }

    private static void Run(Action work)
    {
        try
        {
            work();
        }
        catch (InputException mistake)
        {
            Assert.DoesNotContain('\n', mistake.Message);
        }
    }

    private static byte[] Content(string name)
    {
        using Stream stream = TraceFile.OpenContent(TraceLogs.PathOf(name));
        using MemoryStream content = new();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
