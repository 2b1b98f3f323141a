namespace Sim.Experiments;

/// <summary>What a run of litmus tests found.</summary>
/// <param name="Passed">Rows that agree with what their test says.</param>
/// <param name="Failed">Rows that do not.</param>
/// <param name="Rows">One row per test and model.</param>
internal sealed record LitmusResult(int Passed, int Failed, IReadOnlyList<LitmusRow> Rows)
{
    /// <summary>Counts the rows.</summary>
    public static LitmusResult Of(IReadOnlyList<LitmusRow> rows) =>
        new(rows.Count(row => row.Agrees == true), rows.Count(row => row.Agrees == false), rows);
}

/// <summary>One litmus test under one model.</summary>
/// <param name="Test">The test's name.</param>
/// <param name="Family">Its family.</param>
/// <param name="Model">The model's key.</param>
/// <param name="Expected"><c>allow</c> or <c>forbid</c> as the test says; null where it says nothing.</param>
/// <param name="Found"><c>allow</c> or <c>forbid</c> as explored.</param>
/// <param name="OutcomesExpected">How many outcomes the test lists; null where it lists none.</param>
/// <param name="OutcomesFound">How many there are.</param>
/// <param name="Missing">Outcomes that the test lists and that do not exist.</param>
/// <param name="Extra">Outcomes that exist and that the test does not list.</param>
/// <param name="States">States explored.</param>
/// <param name="Transitions">Transitions between them.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
/// <param name="Explanation">Why, where that was asked for.</param>
internal sealed record LitmusRow(string Test, string Family, string Model, string? Expected, string Found, int? OutcomesExpected, int OutcomesFound,
    IReadOnlyList<string> Missing, IReadOnlyList<string> Extra, long States, long Transitions, double Seconds, LitmusExplanation? Explanation)
{
    /// <summary>Whether all that the test says is so; null where it says nothing.</summary>
    public bool? Agrees => Expected is null && OutcomesExpected is null
        ? null
        : (Expected is null || Expected == Found) && Missing.Count == 0 && Extra.Count == 0;
}

/// <summary>Why a condition is allowed or forbidden.</summary>
/// <param name="Outcome">An outcome that satisfies the condition; null where none does.</param>
/// <param name="Steps">A shortest execution that ends with it.</param>
/// <param name="Reasons">Where none does: what forbids the executions that come closest.</param>
internal sealed record LitmusExplanation(string? Outcome, IReadOnlyList<string> Steps, IReadOnlyList<string> Reasons);
