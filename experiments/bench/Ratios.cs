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
        PrintTable(output);
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

    private static void PrintTable(TextWriter output)
    {
        InsertBenchmarks benchmarks = new();
        benchmarks.Map();
        InterleavedRatios insertions = new();
        insertions.Add("insert by hand", () => benchmarks.ByHand(), InsertBenchmarks.InsertCount);
        insertions.Add("insert", () => benchmarks.ThroughIPmem(), InsertBenchmarks.InsertCount);
        insertions.Add("insert, by delegate", () => benchmarks.ThroughIPmemAndDelegate(), InsertBenchmarks.InsertCount);
        insertions.Add("insert, by generic interface", () => benchmarks.ThroughIPmemAndInterface(), InsertBenchmarks.InsertCount);
        insertions.Print(output);
        InterleavedRatios searches = new();
        searches.Add("search by hand", () => benchmarks.FindByHand(), InsertBenchmarks.FindCount);
        searches.Add("search by hand with offsets", () => benchmarks.FindByHandWithOffsets(), InsertBenchmarks.FindCount);
        searches.Add("search", () => benchmarks.FindThroughIPmem(), InsertBenchmarks.FindCount);
        searches.Print(output);
        benchmarks.Unmap();
    }
}
