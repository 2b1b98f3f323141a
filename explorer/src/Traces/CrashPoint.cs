using System.Numerics;

namespace Sim.Explorer.Traces;

/// <summary>A moment of a trace at which a crash is considered.</summary>
/// <param name="EventIndex">The event before which the crash happens, from 0; the number of events for a crash after the last.</param>
/// <param name="What">What that event is: <c>FENCE</c>, a marker, <c>the end</c>.</param>
/// <param name="Text">The call stack of the last store before it.</param>
/// <param name="MarkerCount">How many markers the program had passed.</param>
/// <param name="TouchedCount">How many units the program had stored to.</param>
/// <param name="States">The product of the units' positions.</param>
internal sealed record CrashPoint(long EventIndex, string What, int Text, int MarkerCount, int TouchedCount, BigInteger States);
