using Sim.CacheModel;

namespace Sim.Simulator.Calibration;

/// <summary>Pointer chases: one access at a time, by region size. Values in ns a line.</summary>
internal static class ChaseMetrics
{
    /// <summary>Above so many blocks a region is sampled at random instead of being walked in one cycle.</summary>
    private const int MostCycleBlocks = 1 << 15;
    private const int MeasuredBlocks = 30_000;

    /// <summary><c>chase_read</c>: dependent loads; a block of 256 B is one dependent load and its neighbours with it.</summary>
    public static double Read(CalibrationSystem system, CalibrationPoint point) =>
        Chase(system.Platform, point, AccessKind.DependentLoad, line => line);

    /// <summary><c>chase_write</c>: non-temporal stores to every line of the region, then one mfence.</summary>
    public static double Write(CalibrationSystem system, CalibrationPoint point)
    {
        int blockLines = BlockLines(point);
        int blocks = Blocks(point, blockLines);
        int[] cycle = RandomCycle.Of(Math.Min(blocks, MostCycleBlocks), seed: 3);
        bool isCycle = blocks <= MostCycleBlocks;
        int passes = isCycle ? Math.Max(3, MeasuredBlocks / blocks) : 2;
        DeviceRandom random = new(5);
        long start = 0;
        SequenceProgram program = new(self => Steps(self));
        MicroBenchmark benchmark = new(system.Platform, [program]);
        benchmark.RunToEnd();
        return (benchmark.Now - start) / 1000.0 / ((long)passes * cycle.Length * blockLines);

        IEnumerable<Access> Steps(SequenceProgram self)
        {
            for (int pass = -passes; pass < passes; pass++)
            {
                if (pass == 0) { start = self.Now; }
                foreach (int block in cycle)
                {
                    long first = (long)(isCycle ? block : random.Next(blocks)) * blockLines;
                    for (int i = 0; i < blockLines; i++) { yield return new Access(AccessKind.NonTemporalStore, first + i); }
                }
                if (isCycle) { yield return new Access(AccessKind.FullFence); }
            }
        }
    }

    /// <summary><c>chase_read_masked</c>: the chase uses only lines whose address has some bits clear.</summary>
    public static double ReadMasked(CalibrationSystem system, CalibrationPoint point)
    {
        string[] range = point.Parameters.Text("address_bits_fixed").Split('-');
        if (!int.TryParse(range[0], out int low) || !int.TryParse(range[^1], out int high) || low < 6 || high < low || high > 30)
        {
            throw point.Parameters.Wrong("address_bits_fixed", $"'{point.Parameters.Text("address_bits_fixed")}'", "two bit numbers from 6 to 30, low-high");
        }
        int free = low - CacheLine.Shift;
        int skipped = high - low + 1;
        return Chase(system.Platform, point, AccessKind.DependentLoad,
            line => (line & ((1L << free) - 1)) | (line >> free << (free + skipped)));
    }

    private static double Chase(Platform platform, CalibrationPoint point, AccessKind kind, Func<long, long> place)
    {
        int blockLines = BlockLines(point);
        int blocks = Blocks(point, blockLines);
        bool isCycle = blocks <= MostCycleBlocks;
        int[] cycle = RandomCycle.Of(isCycle ? blocks : 1, seed: 3);
        int pages = platform.Memory.Optane?.AitPages ?? 0;
        int warmUp = isCycle ? Math.Max(2 * blocks, 2_000) : Math.Max(MeasuredBlocks, 6 * pages);
        DeviceRandom random = new(5);
        long start = 0;
        SequenceProgram program = new(self => Steps(self));
        MicroBenchmark benchmark = new(platform, [program]);
        benchmark.RunToEnd();
        return (benchmark.Now - start) / 1000.0 / ((long)MeasuredBlocks * blockLines);

        IEnumerable<Access> Steps(SequenceProgram self)
        {
            int next = 0;
            for (int i = -warmUp; i < MeasuredBlocks; i++)
            {
                if (i == 0) { start = self.Now; }
                int block = isCycle ? cycle[next] : random.Next(blocks);
                next = next + 1 == cycle.Length ? 0 : next + 1;
                for (int line = 1; line < blockLines; line++) { yield return new Access(AccessKind.Load, place(((long)block * blockLines) + line)); }
                yield return new Access(kind, place((long)block * blockLines));
            }
        }
    }

    private static int BlockLines(CalibrationPoint point) =>
        (int)Math.Clamp(point.Parameters.Whole("block", CacheLine.Bytes) / CacheLine.Bytes, 1, 1 << 10);

    private static int Blocks(CalibrationPoint point, int blockLines) =>
        (int)Math.Clamp(point.Parameters.Whole("region") / (blockLines * CacheLine.Bytes), 1, 1 << 26);
}
