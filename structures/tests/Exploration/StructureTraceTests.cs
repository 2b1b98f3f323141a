using Sim.Explorer.Traces;
using Sim.Simulator;
using Sim.Simulator.Mutation;
using Sim.Simulator.Results;
using Sim.Simulator.Traces;

namespace Sim.Structures.Tests.Exploration;

/// <summary>A structure's exported trace is explored like that of a foreign program, and must lead to the same crash images and verdicts.</summary>
public class StructureTraceTests
{
    [Theory]
    [InlineData("append-log")]
    [InlineData("one-line-log")]
    [InlineData("cceh")]
    [InlineData("queue")]
    [InlineData("sorted-list")]
    public void Recovery_of_every_image_yields_a_state_between_the_operations(string name)
    {
        IStructure structure = StructureCatalogue.Create(name, StructureScale.Small);
        TraceExploreResult result = Explore(structure, Operations(structure, 5));

        Assert.Equal((0L, "complete"), (result.InconsistentImages, result.Completeness));
        Assert.InRange(result.ImagesChecked, 5, 1_000_000);
    }

    [Theory]
    [InlineData("append-log")]
    [InlineData("one-line-log")]
    [InlineData("cceh")]
    [InlineData("queue")]
    [InlineData("sorted-list")]
    public void Images_of_the_trace_are_those_that_the_structure_itself_can_leave(string name)
    {
        IStructure structure = StructureCatalogue.Create(name, StructureScale.Small);
        Operation[] operations = Operations(structure, 3);
        EvictionMemory memory = new(new byte[structure.PoolBytes(1, operations.Length)]);
        EvictionPmem pmem = new(memory);
        structure.Create(pmem, 1);
        (memory.IsWatched, memory.MarkerCount) = (true, 2);
        memory.Watch();
        foreach (Operation operation in operations)
        {
            memory.MarkerCount++;
            memory.Watch();
            structure.Execute(pmem, 0, operation);
            memory.MarkerCount++;
            memory.Watch();
        }
        HashSet<string> images = [];
        Explore(structure, operations, image => images.Add($"{image.Markers.Count} {Convert.ToHexString(image.Bytes)}"));

        Assert.Equal(memory.Images, images);
        Assert.InRange(images.Count, 4, 100_000);
    }

    [Fact]
    public void A_mutant_is_found_from_its_trace_alone()
    {
        IStructure correct = StructureCatalogue.Create("append-log", StructureScale.Small);
        foreach (Mutant mutant in correct.Mutants.Where(mutant => mutant.Operator is MutationOperator.DropFlush))
        {
            IStructure broken = new MutantStructure(correct, mutant);
            Assert.True(Explore(broken, Operations(broken, 3)).InconsistentImages > 0, mutant.Name);
        }
    }

    private static Operation[] Operations(IStructure structure, int count) => [.. Enumerable.Range(0, count).Select(index => structure.TimedOperation(0, index, 3, 1))];

    private static TraceExploreResult Explore(IStructure structure, Operation[] operations, Action<TracedImage>? see = null)
    {
        using MemoryStream stream = new();
        StructureTrace.Write(structure, operations, stream);
        byte[] trace = stream.ToArray();
        return TraceExplorer.Explore(() => new TraceReader("trace", new MemoryStream(trace)), new()
        {
            Jobs = see is null ? 2 : 1,
            Checker = () => new RecoveryChecker(structure, operations, see),
        });
    }

    /// <summary>Recovers an image and compares what it holds with the specification before and after the operation that was cut.</summary>
    private sealed class RecoveryChecker(IStructure structure, Operation[] operations, Action<TracedImage>? see) : IImageChecker
    {
        public string? Check(TracedImage image)
        {
            see?.Invoke(image);
            PlainPmem pmem = new(image.Bytes.ToArray());
            structure.Recover(pmem);
            string recovered = structure.Observe(pmem).Text;
            int ended = image.Markers.Count(marker => marker.EndsWith(".END", StringComparison.Ordinal)) - 1;
            int begun = image.Markers.Count(marker => marker.EndsWith(".BEGIN", StringComparison.Ordinal)) - 1;
            return recovered == After(ended) || recovered == After(begun) ? null : "not linearizable";
        }

        private string After(int count)
        {
            AbstractState state = structure.Empty;
            foreach (Operation operation in operations.Take(count)) { state = state.Apply(operation, 0).Next; }
            return state.Text;
        }
    }
}
