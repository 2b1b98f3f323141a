namespace Sim.Benchmarks;

/// <summary>The comparisons of this project's benchmarks, by <see cref="InterleavedRatios"/>.</summary>
internal static class Ratios
{
    /// <summary>Measures and prints all of them.</summary>
    public static void Print(TextWriter output)
    {
        output.WriteLine("| variant                      | ns/op    | ratio  |");
        output.WriteLine("|------------------------------|---------:|-------:|");
        PrintStores(output);
        PrintCceh(output);
    }

    private static void PrintStores(TextWriter output)
    {
        StoreBenchmarks benchmarks = new();
        benchmarks.Map();
        InterleavedRatios stores = new();
        stores.Add("store by hand", benchmarks.StoreByHand, StoreBenchmarks.StoreCount);
        stores.Add("store", benchmarks.Store, StoreBenchmarks.StoreCount);
        stores.Print(output);
        InterleavedRatios persists = new();
        persists.Add("store flush fence by hand", benchmarks.PersistByHand, StoreBenchmarks.LineCount);
        persists.Add("store flush fence", benchmarks.Persist, StoreBenchmarks.LineCount);
        persists.Print(output);
        benchmarks.Unmap();
    }

    private static void PrintCceh(TextWriter output)
    {
        CcehBenchmarks benchmarks = new();
        benchmarks.Map();
        InterleavedRatios insertions = new();
        insertions.Add("insert by hand", () => benchmarks.InsertByHand(), CcehBenchmarks.KeyCount);
        insertions.Add("insert", () => benchmarks.Insert(), CcehBenchmarks.KeyCount);
        insertions.Add("insert, by delegate", () => benchmarks.InsertByDelegate(), CcehBenchmarks.KeyCount);
        insertions.Add("insert, by generic interface", () => benchmarks.InsertByInterface(), CcehBenchmarks.KeyCount);
        insertions.Print(output);
        InterleavedRatios lookups = new();
        lookups.Add("lookup by hand", () => benchmarks.LookupByHand(), CcehBenchmarks.KeyCount);
        lookups.Add("lookup", () => benchmarks.Lookup(), CcehBenchmarks.KeyCount);
        lookups.Print(output);
        InterleavedRatios probes = new();
        probes.Add("probe by hand", () => benchmarks.ProbeByHand(), CcehBenchmarks.ProbeCount);
        probes.Add("probe", () => benchmarks.Probe(), CcehBenchmarks.ProbeCount);
        probes.Print(output);
        benchmarks.Unmap();
    }
}
