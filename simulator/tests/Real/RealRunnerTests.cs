using Sim.CacheModel;
using Sim.Simulator.Mutation;
using Sim.Simulator.Results;

namespace Sim.Simulator.Tests;

public sealed class RealRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PersistentSum _structure = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_makes_the_pool_executes_every_operation_in_it_once_and_counts_what_it_persists()
    {
        string path = _folder.File("pool");

        RunResult result = RealRunner.Run(_structure, path, threads: 1, ops: 1000, keys: 10, seed: 5);

        // Keys 5 to 14, a hundred times each.
        Assert.Equal("9500", Observe(path));
        Assert.Equal((1, 1000, 10, 5UL), (result.Threads, result.Ops, result.Keys, result.Seed));
        Assert.Equal(("sum", null, "host", "real"), (result.Structure, result.Mutant, result.Platform, result.Mapping));
        Assert.StartsWith("mapped with MAP_S", result.Durability!, StringComparison.Ordinal);
        Assert.Equal((1.0, 1.0, 1.0), (result.FlushesPerOp, result.FencesPerOp, result.LockedPerOp));
        Assert.Equal(1000, result.Latency.Histogram.Sum(bucket => bucket.Count));
        Assert.Equal(1000 / result.DurationNs * 1e9, result.ThroughputOpsPerSecond);
        // One thread: the latencies are the run, cut into pieces.
        Assert.Equal(result.DurationNs, 1000 * result.Latency.MeanNs, result.DurationNs * 1e-9);
    }

    [Fact]
    public void A_second_run_recovers_the_pool_and_goes_on_with_it()
    {
        string path = _folder.File("pool");
        RunResult first = RealRunner.Run(_structure, path, threads: 1, ops: 100, keys: 10, seed: 5);

        RunResult second = RealRunner.Run(
            new MutantStructure(_structure, _structure.Mutants[0]), path, threads: 1, ops: 100, keys: 10, seed: 5);

        Assert.Equal((false, true), (first.Recovered, second.Recovered));

        Assert.Equal("1900", Observe(path));
        using RealMapping mapping = RealMapping.Open(path);
        Assert.Equal(1UL, mapping.Pmem.Load<ulong>(new PmemAddress(PoolHeader.Bytes + 16)));
    }

    [Fact]
    public void A_mutant_is_named_and_lacks_what_it_drops()
    {
        RunResult result = RealRunner.Run(
            new MutantStructure(_structure, _structure.Mutants[0]), _folder.File("pool"), threads: 1, ops: 100, keys: 10, seed: 5);

        Assert.Equal(("sum", "no-fence"), (result.Structure, result.Mutant));
        Assert.Equal((1.0, 0.0), (result.FlushesPerOp, result.FencesPerOp));
    }

    [Fact]
    public void Threads_share_the_pool()
    {
        string path = _folder.File("pool");

        RunResult result = RealRunner.Run(_structure, path, threads: 2, ops: 1000, keys: 1, seed: 5);

        Assert.Equal("10000", Observe(path));
        Assert.Equal(_structure.PoolBytes(2, 2000), new FileInfo(path).Length);
        Assert.Equal(2000, result.Latency.Histogram.Sum(bucket => bucket.Count));
        Assert.Equal((1.0, 1.0), (result.FlushesPerOp, result.FencesPerOp));
    }

    [Fact]
    public void A_pool_is_made_for_as_many_runs_as_asked_for()
    {
        string path = _folder.File("pool");

        RealRunner.Run(_structure, path, threads: 2, ops: 100, keys: 1, seed: 5, runsToHold: 10);

        Assert.Equal(_structure.PoolBytes(2, 2000), new FileInfo(path).Length);
    }

    [Fact]
    public void A_stopped_run_has_no_result_and_leaves_a_sound_pool()
    {
        string path = _folder.File("pool");
        using CancellationTokenSource stop = new();
        Thread user = new(() =>
        {
            // The pool has its name before the rehearsal begins, which takes 400 ms.
            while (!File.Exists(path)) { Thread.Yield(); }
            stop.Cancel();
        });
        user.Start();

        Assert.Throws<OperationCanceledException>(
            () => RealRunner.Run(_structure, path, threads: 2, ops: 100_000, keys: 1, seed: 5, stop: stop.Token));

        user.Join();
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_full_pool_is_the_users_mistake()
    {
        string path = _folder.File("pool");

        InputException refusal = Assert.Throws<InputException>(
            () => RealRunner.Run(_structure, path, threads: 1, ops: 10, keys: 1, seed: ulong.MaxValue));

        Assert.Equal($"{path}: no room for 1048576 bytes in a pool of 202 bytes; run fewer operations, or name a new pool file", refusal.Message);
    }

    [Fact]
    public void A_pool_serves_no_more_threads_than_it_was_made_for()
    {
        string path = _folder.File("pool");
        RealRunner.Run(_structure, path, threads: 1, ops: 10, keys: 1, seed: 1);

        InputException refusal = Assert.Throws<InputException>(
            () => RealRunner.Run(_structure, path, threads: 2, ops: 10, keys: 1, seed: 1));

        Assert.Equal($"{path}: was made for at most 1 threads, not for 2", refusal.Message);
    }

    [Fact]
    public void A_pool_that_leads_recovery_astray_is_refused()
    {
        string path = _folder.File("pool");
        RealMapping.Create(path, PoolHeader.Bytes, mapping => PoolHeader.Format(mapping.Pmem, "nothing", rootBytes: 0, threadCount: 0)).Dispose();

        InputException refusal = Assert.Throws<InputException>(() => RealRunner.Run(_structure, path, 1, 1, 1, seed: 1));

        Assert.Equal(
            $"{path}: is not a pool of sum, or is damaged: in recovery, access of 8 bytes at 0x50 lies outside the mapping of 64 bytes",
            refusal.Message);
    }

    [Theory]
    [InlineData(0, 1, 1, "threads is 0, expected at least 1")]
    [InlineData(1, 0, 1, "ops is 0, expected at least 1")]
    [InlineData(2, 1 << 30, 1, "2 threads with 1073741824 operations each are more than 2147483647 operations")]
    [InlineData(1, 1, -1, "keys is -1, expected at least 0")]
    public void Arguments_out_of_range_are_refused(int threads, int ops, int keys, string message) =>
        Assert.Equal(
            message,
            Assert.Throws<InputException>(() => RealRunner.Run(_structure, _folder.File("pool"), threads, ops, keys, 1)).Message);

    private string Observe(string path)
    {
        using RealMapping mapping = RealMapping.Open(path);
        return _structure.Observe(mapping.Pmem).Text;
    }
}
