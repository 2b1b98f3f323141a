using Sim.CacheModel;

namespace Sim.Explorer;

/// <summary>An operation that read the same values did something else than before: it cannot be explored.</summary>
/// <param name="before">The event of the earlier run.</param>
/// <param name="now">The event of this run.</param>
/// <param name="eventIndex">Which event of the operation, from 0.</param>
public sealed class NondeterminismException(string before, string now, int eventIndex)
    : Exception($"the operation is not a function of the values it reads: event {eventIndex} was '{before}' and is now '{now}' (time, chance or shared managed state?)")
{
    internal static string Describe(MemoryEvent memoryEvent, SiteTable sites) =>
        $"{sites[memoryEvent.SiteId]} at {memoryEvent.Address} of 0x{memoryEvent.Operand:x}";
}
