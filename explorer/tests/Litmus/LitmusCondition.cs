using System.Text.RegularExpressions;

namespace Sim.Explorer.Tests;

/// <summary>The <c>exists</c> condition of a litmus test.</summary>
internal sealed partial class LitmusCondition
{
    private readonly Func<IReadOnlyDictionary<string, string>, bool> _holds;

    private LitmusCondition(Func<IReadOnlyDictionary<string, string>, bool> holds) => _holds = holds;

    /// <summary>Whether an outcome such as <c>x=0,y=1</c> satisfies the condition.</summary>
    public bool IsSatisfiedBy(string outcome) =>
        _holds(outcome.Split(',').Select(part => part.Split('=')).ToDictionary(sides => sides[0], sides => sides[1]));

    public static LitmusCondition Parse(string text)
    {
        Queue<string> tokens = new(Token().Matches(text).Select(match => match.Value));
        LitmusCondition condition = ParseOr(tokens);
        Assert.Empty(tokens);
        return condition;
    }

    private static LitmusCondition ParseOr(Queue<string> tokens)
    {
        LitmusCondition left = ParseAnd(tokens);
        if (!tokens.TryPeek(out string? next) || next != @"\/") { return left; }
        tokens.Dequeue();
        LitmusCondition right = ParseOr(tokens);
        return new LitmusCondition(values => left._holds(values) || right._holds(values));
    }

    private static LitmusCondition ParseAnd(Queue<string> tokens)
    {
        LitmusCondition left = ParseTerm(tokens);
        if (!tokens.TryPeek(out string? next) || next != @"/\") { return left; }
        tokens.Dequeue();
        LitmusCondition right = ParseAnd(tokens);
        return new LitmusCondition(values => left._holds(values) && right._holds(values));
    }

    private static LitmusCondition ParseTerm(Queue<string> tokens)
    {
        string token = tokens.Dequeue();
        if (token == "~")
        {
            LitmusCondition negated = ParseTerm(tokens);
            return new LitmusCondition(values => !negated._holds(values));
        }
        if (token == "(")
        {
            LitmusCondition inner = ParseOr(tokens);
            Assert.Equal(")", tokens.Dequeue());
            return inner;
        }
        bool isEqual = !token.Contains('!', StringComparison.Ordinal);
        string[] sides = token.Split(["!=", "="], StringSplitOptions.None);
        return new LitmusCondition(values => values[sides[0]] == sides[1] == isEqual);
    }

    [GeneratedRegex(@"/\\|\\/|[~()]|[\w:]+!?=\d+")]
    private static partial Regex Token();
}
