using Sim.Simulator;

namespace Sim.Explorer.Litmus;

/// <summary>Parses an <c>exists</c> condition: <c>/\</c> binds tighter than <c>\/</c>, <c>~</c> tighter than both.</summary>
/// <param name="line">The line, where the condition starts.</param>
/// <param name="observables">What the condition may speak about.</param>
internal sealed class LitmusConditionParser(LitmusLine line, IReadOnlyList<LitmusObservable> observables)
{
    // A condition is evaluated by recursion over its terms.
    private const int MaxTerms = 500;

    private int _termCount;

    /// <summary>Parses the condition up to the end of the line.</summary>
    /// <exception cref="InputException">It is not a condition.</exception>
    public LitmusCondition Parse()
    {
        LitmusCondition condition = ParseOr();
        if (!line.IsAtEnd) { throw line.Expected(@"'/\', '\/' or the end of the line"); }
        return condition;
    }

    /// <summary>Parses the name of an observable.</summary>
    /// <param name="line">The line, where the name starts.</param>
    /// <param name="observables">Those that there are.</param>
    /// <exception cref="InputException">It is none of them.</exception>
    public static LitmusObservable ParseObservable(LitmusLine line, IReadOnlyList<LitmusObservable> observables)
    {
        int start = line.Position;
        string name = line.TakeName();
        if (line.TryTake(":")) { name = $"{name}:{line.TakeName()}"; }
        return observables.FirstOrDefault(known => known.Name == name)
            ?? throw line.Expected($"one of the observables {string.Join(", ", observables.Select(known => known.Name))}", start);
    }

    private LitmusCondition ParseOr()
    {
        LitmusCondition left = ParseAnd();
        while (line.TryTake(@"\/")) { left = new LitmusCondition.Or(left, ParseAnd()); }
        return left;
    }

    private LitmusCondition ParseAnd()
    {
        LitmusCondition left = ParseTerm();
        while (line.TryTake(@"/\")) { left = new LitmusCondition.And(left, ParseTerm()); }
        return left;
    }

    private LitmusCondition ParseTerm()
    {
        if (++_termCount > MaxTerms) { throw line.Complaint($"the condition has more than {MaxTerms} terms", line.Position); }
        if (line.TryTake("~")) { return new LitmusCondition.Not(ParseTerm()); }
        if (line.TryTake("("))
        {
            LitmusCondition inner = ParseOr();
            if (!line.TryTake(")")) { throw line.Expected(@"'/\', '\/' or ')'"); }
            return inner;
        }
        LitmusObservable observable = ParseObservable(line, observables);
        bool isEqual = !line.TryTake("!=");
        if (isEqual && !line.TryTake("=")) { throw line.Expected("'=' or '!='"); }
        return new LitmusCondition.Comparison(observable.Name, isEqual, line.TakeInteger());
    }
}
