namespace Sim.CacheModel;

/// <summary>What a load or a store promises beyond coherence. Compare-exchange acquires and releases; a wait acquires.</summary>
public enum AccessOrder : byte
{
    /// <summary>Nothing: <c>mov</c>, <c>ldr</c>, <c>str</c>.</summary>
    Plain,

    /// <summary>A load that everything later in the thread follows: <c>ldar</c> on Arm, an ordinary load on x86.</summary>
    Acquire,

    /// <summary>The weaker acquire (RCpc): an earlier store-release may be passed: <c>ldapr</c> on Arm, an ordinary load on x86.</summary>
    AcquirePc,

    /// <summary>A store that follows everything earlier in the thread: <c>stlr</c> on Arm, an ordinary store on x86.</summary>
    Release,
}
