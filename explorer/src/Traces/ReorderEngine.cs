using Sim.Simulator;

namespace Sim.Explorer.Traces;

/// <summary>The engines of pmreorder (PMDK): which sequences of the flushed stores of one barrier are tried.</summary>
public enum ReorderEngine
{
    /// <summary><c>NoReorderNoCheck</c>: none, the stores are only applied.</summary>
    NoCheck,

    /// <summary><c>NoReorderDoCheck</c>: all stores, in program order.</summary>
    None,

    /// <summary><c>ReorderAccumulative</c>: every prefix of the program order.</summary>
    Accumulative,

    /// <summary><c>ReorderReverseAccumulative</c>: every suffix of the program order.</summary>
    ReverseAccumulative,

    /// <summary><c>ReorderPartial</c>: three random subsets, each in program order.</summary>
    Partial,

    /// <summary><c>ReorderFull</c>: every permutation of every subset.</summary>
    Full,
}

/// <summary>Reads engine names.</summary>
public static class ReorderEngines
{
    private static readonly (string Name, string PmreorderName, ReorderEngine Engine)[] All =
    [
        ("nocheck", "NoReorderNoCheck", ReorderEngine.NoCheck),
        ("none", "NoReorderDoCheck", ReorderEngine.None),
        ("accumulative", "ReorderAccumulative", ReorderEngine.Accumulative),
        ("reverse", "ReorderReverseAccumulative", ReorderEngine.ReverseAccumulative),
        ("partial", "ReorderPartial", ReorderEngine.Partial),
        ("full", "ReorderFull", ReorderEngine.Full),
    ];

    /// <summary>The short names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(one => one.Name)];

    /// <summary>The short name of an engine.</summary>
    public static string NameOf(ReorderEngine engine) => All.First(one => one.Engine == engine).Name;

    /// <summary>The engine with a name, short or as pmreorder writes it.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public static ReorderEngine Parse(string name)
    {
        foreach ((string shortName, string pmreorderName, ReorderEngine engine) in All)
        {
            if (name == shortName || name == pmreorderName) { return engine; }
        }
        throw InputException.Unknown("engine", name, Names);
    }
}
