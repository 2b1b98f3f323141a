using CsCheck;

namespace Sim.Explorer.Tests;

public sealed class ArmMachineTests
{
    private static readonly string[] Plain = ["str x,1", "str y,1", "str x,2", "r1 = ldr x", "r2 = ldr y", "r3 = ldr x"];

    private static readonly string[] Ordered =
        ["stlr x,1", "r1 = ldar y", "r1 = ldapr x", "str y,r1", "r2 = ldr x@r1", "[r1=1] str z,1", "[r1=1][r2=0] r3 = ldr z", "r1 = ldaxr x", "r4 = stxr x,3"];

    private static readonly string[] Barriers = ["dmb sy", "dmb ld", "dmb st", "dsb sy", "dsb ld", "dsb st", "isb"];

    private static readonly string[] Persists = ["cvap x", "cvap y", "dsb sy", "dmb sy"];

    [Fact]
    public void A_store_exclusive_may_always_fail_and_then_stores_nothing() => Assert.Equal(
        "0:r1=0,0:r2=0,x=5,y=0,z=0\n0:r1=0,0:r2=1,x=0,y=0,z=0",
        Outcomes("final", [["r1 = ldxr x", "r2 = stxr x,5"]]));

    [Fact]
    public void A_store_exclusive_without_its_load_fails() => Assert.Equal(
        "0:r1=0,0:r2=1,0:r3=1,x=0,y=0,z=0",
        Outcomes("final", [["r2 = stxr x,5", "r1 = ldxr y", "r3 = stxr x,6"]]));

    [Fact]
    public void No_store_of_another_thread_comes_between_an_exclusive_pair()
    {
        IReadOnlySet<string> outcomes = Set("final", [["r1 = ldxr x", "r2 = stxr x,1"], ["r1 = ldxr x", "r2 = stxr x,2"]]);

        Assert.DoesNotContain(outcomes, outcome => outcome.StartsWith("0:r1=0,0:r2=0,1:r1=0,1:r2=0", StringComparison.Ordinal));
        Assert.Contains("0:r1=0,0:r2=0,1:r1=1,1:r2=0,x=2,y=0,z=0", outcomes);
        Assert.Contains("0:r1=0,0:r2=1,1:r1=0,1:r2=1,x=0,y=0,z=0", outcomes);
    }

    [Fact]
    public void Two_pairs_that_wait_for_each_other_do_not_both_succeed()
    {
        // Each release waits for a store to the location that the other thread has reserved.
        IReadOnlySet<string> outcomes = Set("final", [["str y,1", "r1 = ldxr x", "r2 = stlxr x,2"], ["str x,1", "r1 = ldxr y", "r2 = stlxr y,2"]]);

        Assert.DoesNotContain(outcomes, outcome => outcome.StartsWith("0:r1=0,0:r2=0,1:r1=0,1:r2=0", StringComparison.Ordinal));
    }

    [Fact]
    public void The_result_of_a_store_exclusive_orders_nothing() => Assert.Contains(
        "0:r1=0,0:r2=0,1:r1=1,1:r2=0,x=1,y=1,z=0",
        Set("final", [["r1 = ldxr x", "r2 = stxr x,1", "[r2=0] str y,1"], ["r1 = ldar y", "r2 = ldr x"]]));

    [Fact]
    public void An_acquire_does_not_read_from_a_store_exclusive_before_that_is_visible()
    {
        Assert.False(ReadsEarly("ldapr"));
        Assert.True(ReadsEarly("ldr"));

        static bool ReadsEarly(string load) => Set("final", [["r1 = ldxr x", "r2 = stxr x,1", $"r3 = {load} x", "r4 = ldr y@r3"], ["str y,1", "dmb sy", "r1 = ldr x"]])
            .Any(outcome => outcome.StartsWith("0:r1=0,0:r2=0,0:r3=1,0:r4=0,1:r1=0", StringComparison.Ordinal));
    }

    [Fact]
    public void A_reservation_on_an_own_waiting_store_begins_when_that_store_is_visible() => Assert.Contains(
        "0:r1=1,0:r2=0,0:r3=0,1:r1=2,x=2,y=1,z=0",
        Set("final", [["str x,1", "r1 = ldxr x", "r3 = ldr y@r1", "r2 = stxr x,2"], ["str y,1", "dmb sy", "str x,3", "r1 = ldr x"]]));

    [Fact]
    public void A_reservation_on_an_own_visible_store_is_kept() => Assert.DoesNotContain(
        Set("final", [["str x,1", "r1 = ldxr x", "r2 = stxr x,3"], ["r1 = ldr x", "str x,2"]]),
        outcome => outcome.StartsWith("0:r1=1,0:r2=0,1:r1=1,x=3", StringComparison.Ordinal));

    [Fact]
    public void A_guard_with_several_conditions_depends_on_all_its_registers() => Assert.DoesNotContain(
        Set("final", [["r1 = ldr x", "r2 = ldr y", "[r1=1][r2=1] str z,1"], ["r1 = ldr z", "dmb ld", "str x,r1", "str y,r1"]]),
        outcome => outcome.Contains("z=1", StringComparison.Ordinal));

    [Fact]
    public void A_branch_orders_stores_after_it_even_where_the_guarded_instruction_is_skipped() => Assert.Equal(
        (false, true),
        (LoadBuffers("[r1=5] str z,7"), LoadBuffers("isb")));

    [Fact]
    public void An_address_dependency_orders_later_stores() => Assert.Equal(
        (false, true),
        (LoadBuffers("r2 = ldr z@r1"), LoadBuffers("r2 = ldr z")));

    [Fact]
    public void A_flush_covers_its_line_and_waits_for_a_full_dsb() => Assert.Equal(
        "x=0,y=0\nx=1,y=0\nx=1,y=1",
        LitmusOutcomesOf.Test("parmv8", "arch arm\nkind crash\nlines {x w}\ninit x=0; y=0; w=0\nobserve x y\nprogram\n P0 ;\n str x,1 ;\n cvap w ;\n dsb sy ;\n str y,1 ;\nend"));

    [Fact]
    public void A_later_flush_is_not_completed_by_an_earlier_dsb() => Assert.Contains(
        "x=0,y=1,z=0", Set("crash", [["dsb sy", "str x,1", "cvap x", "str y,1"]]));

    [Fact]
    public void Recovery_reads_what_the_crash_has_left_and_its_registers_count() => Assert.Equal(
        "R0:r1=0,R0:r2=0,x=0,y=0\nR0:r1=0,R0:r2=1,x=1,y=1\nR0:r1=1,R0:r2=1,x=1,y=1",
        LitmusOutcomesOf.Test("parmv8",
            "arch arm\nkind recover\ninit x=0; y=0\nprogram\n P0 ;\n str x,1 ;\n cvap x ;\n dsb sy ;\n str y,1 ;\nend\n"
            + "recovery\n R0 ;\n r1 = ldr y ;\n r2 = ldr x ;\n [r2=1] str y,1 ;\nend"));

    [Fact]
    public void A_crash_of_the_recovery_starts_from_what_the_first_crash_has_left() => Assert.Equal(
        "x=0,y=0\nx=0,y=1\nx=1,y=1\nx=1,y=2",
        LitmusOutcomesOf.Test("parmv8",
            "arch arm\nkind crash2\ninit x=0; y=0\nprogram\n P0 ;\n str y,1 ;\n cvap y ;\n dsb sy ;\n str x,1 ;\nend\n"
            + "recovery\n R0 ;\n r1 = ldr x ;\n [r1=1] str y,2 ;\nend"));

    [Fact]
    public void A_location_in_ordinary_memory_starts_again_from_its_initial_value() => Assert.Equal(
        "R0:r1=3,x=0\nR0:r1=3,x=1",
        LitmusOutcomesOf.Test("parmv8",
            "arch arm\nkind recover\ninit x=0; y=3\nvolatile y\nprogram\n P0 ;\n str y,4 ;\n str x,1 ;\nend\nrecovery\n R0 ;\n r1 = ldr y ;\nend"));

    [Fact]
    public void Removing_a_barrier_never_removes_an_outcome() => Programs([.. Plain, .. Ordered, .. Barriers]).Sample(
        threads => WithoutEach(threads, Barriers.Contains).All(fewer => Set("final", threads).IsSubsetOf(Set("final", fewer))), iter: 250);

    [Fact]
    public void Removing_a_flush_or_a_barrier_never_removes_a_crash_outcome() => Programs([.. Plain, .. Ordered, .. Persists, .. Persists]).Sample(
        threads => WithoutEach(threads, Persists.Contains).All(fewer => Set("crash", threads).IsSubsetOf(Set("crash", fewer))), iter: 250);

    [Fact]
    public void Acquire_loads_and_release_stores_alone_are_sequentially_consistent() =>
        Programs(["stlr x,1", "stlr y,1", "stlr x,2", "stlr y,2", "r1 = ldar x", "r2 = ldar y", "r3 = ldar x"]).Sample(
            threads => Set("final", threads).SetEquals(InterleavedExecutions.Outcomes(threads)), iter: 300);

    [Fact]
    public void Full_barriers_everywhere_give_sequential_consistency() => Programs(Plain).Sample(
        threads => Set("final", [.. threads.Select(Fenced)]).SetEquals(InterleavedExecutions.Outcomes(threads)), iter: 300);

    [Fact]
    public void Every_interleaving_is_an_execution() => Programs(Plain).Sample(
        threads => Set("final", threads).IsSupersetOf(InterleavedExecutions.Outcomes(threads)), iter: 300);

    private static Gen<string[][]> Programs(string[] instructions) => Gen.Int[0, instructions.Length - 1].Select(index => instructions[index]).Array[1, 4].Array[2];

    private static string[] Fenced(string[] thread) => [.. thread.SelectMany(instruction => (string[])[instruction, "dmb sy"])];

    private static IEnumerable<string[][]> WithoutEach(string[][] threads, Predicate<string> isRemovable)
    {
        for (int thread = 0; thread < threads.Length; thread++)
        {
            for (int index = 0; index < threads[thread].Length; index++)
            {
                if (threads[thread].Length == 1 || !isRemovable(threads[thread][index])) { continue; }
                string[][] fewer = [.. threads];
                fewer[thread] = [.. threads[thread].Where((_, position) => position != index)];
                yield return fewer;
            }
        }
    }

    private static bool LoadBuffers(string between) =>
        Set("final", [["r1 = ldr x", between, "str y,1"], ["r1 = ldr y", "str x,r1"]])
            .Any(outcome => outcome.StartsWith("0:r1=1", StringComparison.Ordinal));

    private static string Outcomes(string kind, IReadOnlyList<IReadOnlyList<string>> threads) =>
        string.Join('\n', Set(kind, threads).Order(StringComparer.Ordinal));

    private static IReadOnlySet<string> Set(string kind, IReadOnlyList<IReadOnlyList<string>> threads) =>
        LitmusOutcomesOf.Set(kind == "final" ? "armv8" : "parmv8", LitmusOutcomesOf.Body("arm", kind, threads));
}
