namespace Sim.Simulator.Results;

/// <summary>How far the timing model is from published measurements.</summary>
/// <remarks>Recalled, second-hand and read-in-a-text points have groups of their own and do not enter the means.</remarks>
/// <param name="Points">Points that were simulated.</param>
/// <param name="Skipped">Points about which the model says nothing.</param>
/// <param name="MeanAbsolutePercentageError">The mean over all points that count.</param>
/// <param name="MedianAbsolutePercentageError">The median over all points that count.</param>
/// <param name="Groups">The curves, and the points without one by system and metric.</param>
public sealed record CalibrationResult(int Points, int Skipped, double MeanAbsolutePercentageError, double MedianAbsolutePercentageError,
    IReadOnlyList<CalibrationGroup> Groups);

/// <summary>The points of one curve.</summary>
/// <param name="Name">The curve.</param>
/// <param name="Points">How many were simulated.</param>
/// <param name="Error">Their mean absolute percentage error.</param>
public sealed record CalibrationGroup(string Name, int Points, double Error);

/// <summary>Published points and the model's line through the same places.</summary>
/// <param name="Name">The curve.</param>
/// <param name="Axis">What its places are: <c>threads</c>.</param>
/// <param name="Metric">What was measured, with its unit.</param>
/// <param name="Published">The published points, by place.</param>
/// <param name="Simulated">The model's, by place.</param>
public sealed record CalibrationCurve(string Name, string Axis, string Metric,
    IReadOnlyList<CurvePoint> Published, IReadOnlyList<CurvePoint> Simulated);

/// <summary>A point of a curve.</summary>
/// <param name="X">Its place.</param>
/// <param name="Y">Its value.</param>
public sealed record CurvePoint(double X, double Y);
