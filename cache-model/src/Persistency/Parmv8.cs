namespace Sim.CacheModel;

/// <summary>Armv8 with DC CVAP: words persist independently, and only a DSB SY completes a flush.</summary>
/// <remarks>
/// Cho et al., PLDI 2021 (PArmv8); Raad et al., OOPSLA 2019; the consistency model is that of Pulte et al., POPL 2018. Which
/// accesses depend on each other through registers cannot be seen in C#: <see cref="ArmDependencies"/> says what is assumed.
/// Litmus programs carry their dependencies and are explored exactly, by a machine of their own.
/// </remarks>
public static class Parmv8
{
    /// <summary>The model; every load is ordered before what follows it.</summary>
    public static PersistencyModel Model { get; } = new ArmModel("parmv8", "Cho et al., PLDI 2021; Raad et al., OOPSLA 2019", ArmDependencies.All);

    /// <summary>The same with acquire loads and release stores, as C# emits them for volatile accesses and as Sim's own mappings do.</summary>
    public static PersistencyModel Volatile { get; } = new ArmModel("parmv8-volatile", "Cho et al., PLDI 2021; Raad et al., OOPSLA 2019", ArmDependencies.Volatile);

    /// <summary>The same without any dependency.</summary>
    public static PersistencyModel WithoutDependencies { get; } = new ArmModel("parmv8-none", "Cho et al., PLDI 2021; Raad et al., OOPSLA 2019", ArmDependencies.None);
}
