using CsCheck;

namespace Sim.CacheModel.Tests;

public sealed class CoherencePropertyTests
{
    private static readonly CacheParameters Tiny = new(new CacheLevel(2, 1, 5), new CacheLevel(6, 2, 14), new CacheLevel(9, 3, 60), TransferCycles: 100);

    private static readonly Gen<(int Core, int Line, int Action)[]> Traces =
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 23], Gen.Int[0, 3]).Array[1, 200];

    /// <summary>No write is lost and none is written twice: caches hold exactly the lines that are newer than memory.</summary>
    [Fact]
    public void A_line_is_modified_exactly_if_it_was_written_and_neither_flushed_nor_evicted_since() => Traces.Sample(trace =>
    {
        FixedLatencyMemory memory = new();
        CacheHierarchy caches = new(Tiny, coreCount: 3, lineCount: 24, memory);
        HashSet<int> newer = [];
        long now = 0;
        foreach ((int core, int line, int action) in trace)
        {
            now += 1000;
            if (action == 0 && !caches.TryRead(core, line, now, out _)) { caches.ReadMiss(core, line, now); }
            if (action == 1 && !caches.TryOwn(core, line, now, out _)) { caches.OwnMiss(core, line, now); }
            if (action >= 2 && caches.Clean(line, invalidate: action == 3) != newer.Remove(line)) { return false; }
            if (memory.Written.Any(written => !newer.Remove(written))) { return false; }
            memory.Written.Clear();
            if (action == 1) { newer.Add(line); }
        }
        return Enumerable.Range(0, 24).All(line => caches.Clean(line, invalidate: true) == newer.Contains(line));
    }, iter: 2000);
}
