using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Structures.Tests;

public sealed class CcehStructureTests
{
    private static readonly CcehStructure Small = new(CcehGeometry.Small);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_workloads_give_every_thread_its_operations_whatever_the_number_of_threads(int threadCount)
    {
        IReadOnlyList<Workload> workloads = Small.ExplorationWorkloads(threadCount, 2, 2);

        string[] names = ["insert-same", "get-insert", "delete-insert", "insert", "insert-double", "insert-split"];
        Assert.Equal(names, workloads.Select(one => one.Name));
        Assert.All(workloads, one => Assert.Equal(Enumerable.Repeat(2, threadCount), one.Threads.Select(operations => operations.Count)));
    }

    [Theory]
    [InlineData("insert-double", 2, 3)]
    [InlineData("insert-split", 3, 3)]
    public void The_workloads_that_split_start_full_and_the_first_insert_splits(string name, ulong depthBefore, ulong depthAfter)
    {
        Workload workload = Small.ExplorationWorkloads(2, 1, 2).Single(one => one.Name == name);
        PlainPmem pmem = new(new byte[Small.PoolBytes(2, workload.Setup.Count + 2 + workload.Probe.Count)]);
        Small.Create(pmem, 2);
        foreach (Operation operation in workload.Setup) { Assert.Equal(1UL, Small.Execute(pmem, 0, operation)); }

        Assert.Equal(depthBefore, GlobalDepth(pmem));
        long allocated = Allocated(pmem, 1);
        Assert.Equal(1UL, Small.Execute(pmem, 1, workload.Threads[0][0]));
        Assert.Equal(depthAfter, GlobalDepth(pmem));
        Assert.True(Allocated(pmem, 1) > allocated);
    }

    [Fact]
    public void All_key_counts_give_as_many_different_keys_to_the_plain_inserts() =>
        Assert.Equal([1, 2, 3, 4, 4], Enumerable.Range(1, 5).Select(keyCount => Small.ExplorationWorkloads(2, 2, keyCount)
            .Single(one => one.Name == "insert").Threads.SelectMany(thread => thread).DistinctBy(operation => operation.Key).Count()));

    [Fact]
    public void Timed_operations_insert_different_keys_of_the_whole_domain_or_keys_up_to_a_bound()
    {
        Operation[] free = [.. Enumerable.Range(0, 1000).Select(index => Small.TimedOperation(index % 4, index / 4, 0, seed: 1))];
        Operation[] bound = [.. Enumerable.Range(0, 1000).Select(index => Small.TimedOperation(0, index, 10, seed: 1))];

        Assert.Equal(1000, free.Select(operation => operation.Key).Distinct().Count());
        Assert.All(free, operation => Assert.InRange(operation.Key, 1UL, CcehGeometry.MaxKey));
        Assert.Equal(Enumerable.Range(1, 10).Select(key => (ulong)key), bound.Select(operation => operation.Key).Distinct().Order());
        Assert.Equal(free[5], Small.TimedOperation(1, 1, 0, seed: 1));
        Assert.NotEqual(free[5], Small.TimedOperation(1, 1, 0, seed: 2));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(50_000)]
    public void The_pool_has_room_for_the_operations_it_was_sized_for(int operationCount)
    {
        CcehStructure paper = new(CcehGeometry.Paper);
        PlainPmem pmem = new(new byte[paper.PoolBytes(2, operationCount)]);
        paper.Create(pmem, 2);

        Assert.Null(Record.Exception(() =>
        {
            for (int index = 0; index < operationCount; index++)
            {
                paper.Execute(pmem, index % 2, paper.TimedOperation(index % 2, index / 2, 0, seed: 1));
            }
        }));
    }

    [Fact]
    public void Mutants_have_different_names() =>
        Assert.Equal(30, Small.Mutants.Select(mutant => mutant.Name).Distinct().Count());

    [Fact]
    public void An_unknown_operation_is_a_mistake_of_the_user() =>
        Assert.Throws<InputException>(() => Small.Execute(new PlainPmem(new byte[4096]), 0, new Operation(3)));

    /// <summary>The first word of the directory, to which the first word of the root points.</summary>
    private static ulong GlobalDepth(PlainPmem pmem) => pmem.Load<ulong>(pmem.LoadPointer(PoolHeader.Root(pmem)), "", "", 0, "");

    /// <summary>A thread's first free line: the low half of the word that the allocator keeps for it in a line at the pool's end.</summary>
    private static long Allocated(PlainPmem pmem, int thread) =>
        pmem.Load<uint>(new PmemAddress(pmem.LengthBytes - ((1L + thread) * CacheLine.Bytes)), "", "", 0, "");
}
