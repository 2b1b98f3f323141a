namespace Sim.Explorer.Litmus;

/// <summary>The words of the format for architectures, kinds and models.</summary>
public static class LitmusNames
{
    private static readonly (LitmusArchitecture Architecture, string Name, string[] Models)[] Architectures =
    [
        (LitmusArchitecture.X86, "x86", ["sc", "tso", "px86", "px86-line", "eadr"]),
        (LitmusArchitecture.Arm, "arm", ["armv8", "parmv8"]),
        (LitmusArchitecture.Epoch, "epoch", ["epoch", "strand"]),
        (LitmusArchitecture.Cxl, "cxl", ["cxl0", "cxl0-psn", "cxl0-lwb"]),
        (LitmusArchitecture.Rdma, "rdma", ["rdma-ddio", "rdma-direct"]),
    ];

    /// <summary>The architectures by name.</summary>
    public static IReadOnlyDictionary<string, LitmusArchitecture> ArchitectureByName { get; } =
        Architectures.ToDictionary(known => known.Name, known => known.Architecture);

    /// <summary>The kinds by name.</summary>
    public static IReadOnlyDictionary<string, LitmusKind> KindByName { get; } =
        Enum.GetValues<LitmusKind>().ToDictionary(Of, kind => kind);

    /// <summary>The keys of the models that run an architecture's programs.</summary>
    public static IReadOnlyList<string> ModelsOf(LitmusArchitecture architecture) =>
        Architectures.First(known => known.Architecture == architecture).Models;

    /// <summary>The keys of all models.</summary>
    public static IReadOnlyList<string> Models { get; } = [.. Architectures.SelectMany(known => known.Models)];

    /// <summary>An architecture's name.</summary>
    public static string Of(LitmusArchitecture architecture) => Architectures.First(known => known.Architecture == architecture).Name;

    /// <summary>A kind's name.</summary>
    public static string Of(LitmusKind kind) => kind switch
    {
        LitmusKind.Crash => "crash",
        LitmusKind.Final => "final",
        LitmusKind.Recover => "recover",
        _ => "crash2",
    };
}
