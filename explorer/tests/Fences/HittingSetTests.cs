using CsCheck;
using Sim.Fences;

namespace Sim.Explorer.Tests;

public sealed class HittingSetTests
{
    [Fact]
    public void Without_clauses_nothing_is_chosen() => Assert.Empty(HittingSet.Solve([5, 0, 7], []));

    [Fact]
    public void The_cheaper_of_two_alternatives_is_chosen() => Assert.Equal([1], HittingSet.Solve([5, 3], [[0, 1]]));

    [Fact]
    public void One_element_that_hits_two_clauses_beats_two_that_cost_more_together() =>
        Assert.Equal([1], HittingSet.Solve([3, 5, 3], [[0, 1], [1, 2]]));

    [Fact]
    public void Of_equal_costs_the_smaller_set_is_chosen() => Assert.Equal([1], HittingSet.Solve([0, 0, 0], [[0, 1], [1, 2]]));

    [Fact]
    public void The_choice_is_as_cheap_and_as_small_as_the_best_of_all_subsets() =>
        Gen.Int[1, 6].SelectMany(count => Gen.Select(
            Gen.Long[0, 9].Array[count],
            Gen.Int[1, (1 << count) - 1].Array[0, 6])).Sample(
            (costs, masks) =>
            {
                int[][] clauses = [.. masks.Select(mask => Members(mask, costs.Length))];
                IReadOnlyList<int> chosen = HittingSet.Solve(costs, clauses);
                (long Cost, int Count) best = Enumerable.Range(0, 1 << costs.Length)
                    .Where(subset => masks.All(mask => (mask & subset) != 0))
                    .Select(subset => Members(subset, costs.Length))
                    .Min(subset => (subset.Sum(element => costs[element]), subset.Length));
                Assert.All(clauses, clause => Assert.NotEmpty(clause.Intersect(chosen)));
                Assert.Equal(best, (chosen.Sum(element => costs[element]), chosen.Count));
            },
            iter: 100, threads: 1);

    private static int[] Members(int mask, int count) => [.. Enumerable.Range(0, count).Where(element => ((mask >> element) & 1) != 0)];
}
