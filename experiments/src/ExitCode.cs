namespace Sim.Experiments;

/// <summary>What the process tells its caller; scripts rely on these numbers.</summary>
internal static class ExitCode
{
    /// <summary>The property holds within the bound, or the command did what it was asked.</summary>
    public const int Holds = 0;

    /// <summary>A violation was found, or reproduced.</summary>
    public const int Violation = 1;

    /// <summary>A mistake in the arguments or in an input file; one line on standard error says which.</summary>
    public const int BadInput = 2;

    /// <summary>Cut short, by Ctrl-C or a bound, without a violation so far: what an exploration covered is valid, a run has no result.</summary>
    public const int CutShort = 3;

    /// <summary>The code for a verdict: a violation counts even when the search was cut short after it.</summary>
    /// <param name="isViolated">Whether a violation was found.</param>
    /// <param name="isComplete">Whether everything within the bound was covered.</param>
    public static int Of(bool isViolated, bool isComplete) => isViolated ? Violation : isComplete ? Holds : CutShort;
}
