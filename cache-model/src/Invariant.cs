using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Sim.CacheModel;

/// <summary>Assertions about Sim itself; they stay on in Release builds and are never caught.</summary>
public static class Invariant
{
    /// <summary>Throws when <paramref name="condition"/> is false.</summary>
    /// <param name="condition">What must hold.</param>
    /// <param name="because">Why it holds.</param>
    /// <param name="expression">The condition's source text, filled in by the compiler.</param>
    /// <exception cref="UnreachableException">The condition is false: a defect of Sim.</exception>
    public static void Holds([DoesNotReturnIf(false)] bool condition, string because,
        [CallerArgumentExpression(nameof(condition))] string expression = "")
    {
        if (!condition) { Fail(because, expression); }
    }

    [DoesNotReturn]
    private static void Fail(string because, string expression) =>
        throw new UnreachableException($"defect in Sim: {expression} does not hold, although {because}");
}
