using System.Globalization;
using System.Text;

namespace Sim.Explorer.Litmus;

/// <summary>Writes a litmus test in the format PMLITMUS 1; <see cref="LitmusParser"/> reads it back as the same test.</summary>
public static class LitmusPrinter
{
    private const int KeyWidth = 9;
    private const int ModelWidth = 10;
    private const int VerdictWidth = 7;

    /// <summary>The text of a test.</summary>
    public static string Print(LitmusTest test)
    {
        StringBuilder text = new("PMLITMUS 1\n");
        Key(text, "name", test.Name);
        Key(text, "family", test.Family);
        Key(text, "arch", LitmusNames.Of(test.Architecture));
        Key(text, "kind", LitmusNames.Of(test.Kind));
        Key(text, "title", test.Title);
        Key(text, "lines", Lines(test.Locations));
        Key(text, "init", string.Join("; ", test.Locations.Select(location => string.Create(CultureInfo.InvariantCulture, $"{location.Name}={location.Initial}"))));
        Key(text, "volatile", string.Join(' ', test.Locations.Where(location => location.IsVolatile).Select(location => location.Name)));
        Key(text, "owner", string.Join(' ', test.Locations.Where(location => location.Owner is not null).Select(location => $"{location.Name}={location.Owner}")));
        Key(text, "vmach", string.Join(' ', test.VolatileMachines));
        Key(text, "observe", Observe(test));
        Columns(text, "program", test.Threads, test.Locations);
        if (test.Recovery.Count > 0) { Columns(text, "recovery", test.Recovery, test.Locations); }
        Key(text, "exists", Condition(test.Exists));
        foreach (LitmusVerdict verdict in test.Verdicts)
        {
            string allowed = (verdict.IsAllowed ? "allow" : "forbid").PadRight(VerdictWidth);
            Key(text, "verdict", $"{verdict.Model.PadRight(ModelWidth)}{Gap(verdict.Model)}{allowed}{(verdict.IsPublished ? "published" : "derived")} {verdict.Remark}");
        }
        foreach ((string model, IReadOnlySet<string> outcomes) in test.Outcomes)
        {
            Key(text, "outcomes", $"{model.PadRight(ModelWidth)}{Gap(model)}{string.Join(' ', outcomes.Order(StringComparer.Ordinal).Select(outcome => $"({outcome})"))}");
        }
        foreach (string note in test.Note.Split('\n')) { Key(text, "note", note); }
        return text.ToString();
    }

    /// <summary>An instruction with its guards.</summary>
    /// <param name="instruction">The instruction.</param>
    /// <param name="locations">The test's locations.</param>
    public static string Print(LitmusInstruction instruction, IReadOnlyList<LitmusLocation> locations)
    {
        string guards = string.Concat(instruction.Guards.Select(LitmusSyntax.Text));
        string text = LitmusSyntax.Text(instruction, locations);
        return guards.Length == 0 ? text : $"{guards} {text}";
    }

    private static void Key(StringBuilder text, string key, string value)
    {
        if (value.Length > 0) { text.Append(key.PadRight(KeyWidth)).Append(value.TrimEnd()).Append('\n'); }
    }

    private static string Gap(string model) => model.Length < ModelWidth ? "" : " ";

    private static string Lines(IReadOnlyList<LitmusLocation> locations) => string.Join(' ', locations
        .GroupBy(location => location.Line)
        .Where(line => line.Count() > 1)
        .OrderBy(line => line.Key)
        .Select(line => $"{{{string.Join(' ', line.OrderBy(location => location.Word).Select(location => location.Name))}}}"));

    private static string Observe(LitmusTest test)
    {
        IReadOnlyList<LitmusObservable> all = LitmusObservables.Of(test);
        return all.SequenceEqual(test.Observables) ? "" : string.Join(' ', test.Observables.Select(observable => observable.Name));
    }

    private static void Columns(StringBuilder text, string key, IReadOnlyList<LitmusThread> threads, IReadOnlyList<LitmusLocation> locations)
    {
        string[][] columns = [.. threads.Select(thread => (string[])
            [thread.Machine is null ? thread.Name : $"{thread.Name}@{thread.Machine}", .. thread.Instructions.Select(instruction => Print(instruction, locations))])];
        int[] widths = [.. columns.Select(column => column.Max(cell => cell.Length))];
        text.Append(key).Append('\n');
        for (int row = 0; row < columns.Max(column => column.Length); row++)
        {
            IEnumerable<string> cells = columns.Select((column, index) => (row < column.Length ? column[row] : "").PadRight(widths[index]));
            text.Append(' ').Append(string.Join(" | ", cells)).Append(" ;\n");
        }
        text.Append("end\n");
    }

    private static string Condition(LitmusCondition condition) => condition switch
    {
        LitmusCondition.Comparison comparison => string.Create(CultureInfo.InvariantCulture,
            $"{comparison.Observable}{(comparison.IsEqual ? "=" : "!=")}{comparison.Value}"),
        LitmusCondition.And and => $"{Operand(and.Left, isOfAnd: true)} /\\ {RightOperand(and.Right, isOfAnd: true)}",
        LitmusCondition.Or or => $"{Operand(or.Left, isOfAnd: false)} \\/ {RightOperand(or.Right, isOfAnd: false)}",
        LitmusCondition.Not not => $"~{(not.Operand is LitmusCondition.Comparison or LitmusCondition.Not ? Condition(not.Operand) : $"({Condition(not.Operand)})")}",
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    private static string Operand(LitmusCondition condition, bool isOfAnd) =>
        isOfAnd && condition is LitmusCondition.Or ? $"({Condition(condition)})" : Condition(condition);

    // A chain is read from left to right: a right operand that is a chain itself needs its parentheses to stay one.
    private static string RightOperand(LitmusCondition condition, bool isOfAnd) =>
        (isOfAnd && condition is LitmusCondition.And) || condition is LitmusCondition.Or ? $"({Condition(condition)})" : Condition(condition);
}
