using Google.OrTools.Sat;

namespace Sim.Fences;

/// <summary>Finds a cheapest set that has a member in common with every clause.</summary>
internal static class HittingSet
{
    /// <summary>Solves the weighted hitting set problem exactly.</summary>
    /// <param name="costs">The cost of each element, at least 0.</param>
    /// <param name="clauses">Sets of elements, none empty.</param>
    /// <returns>The chosen elements, ascending; of equal costs the smallest set.</returns>
    public static IReadOnlyList<int> Solve(IReadOnlyList<long> costs, IReadOnlyList<IReadOnlyList<int>> clauses)
    {
        CpModel model = new();
        BoolVar[] chosen = [.. costs.Select((_, element) => model.NewBoolVar($"x{element}"))];
        foreach (IReadOnlyList<int> clause in clauses) { model.AddBoolOr(clause.Select(element => chosen[element])); }
        // One more element weighs less than one more cycle, but never nothing.
        long scale = costs.Count + 1;
        model.Minimize(LinearExpr.WeightedSum(chosen, costs.Select(cost => (cost * scale) + 1)));
        CpSolver solver = new() { StringParameters = "num_search_workers:1,random_seed:1" };
        CpSolverStatus status = solver.Solve(model);
        CacheModel.Invariant.Holds(status == CpSolverStatus.Optimal, "every clause can be hit");
        return [.. Enumerable.Range(0, chosen.Length).Where(element => solver.BooleanValue(chosen[element]))];
    }
}
