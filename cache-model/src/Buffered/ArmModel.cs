namespace Sim.CacheModel;

/// <summary>A model of Armv8 threads; its rules are <see cref="ArmRules"/>.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Source">The publications that define it.</param>
/// <param name="Dependencies">What is assumed about dependencies.</param>
public sealed record ArmModel(string Name, string Source, ArmDependencies Dependencies) : PersistencyModel(Name, PersistWord.Bytes, Source)
{
    /// <inheritdoc/>
    public override string? Bound =>
        Dependencies == ArmDependencies.None ? "the model, in which no store overtakes an earlier load" : null;

    /// <inheritdoc/>
    public override bool PersistsWhenVisible => false;

    /// <inheritdoc/>
    public override MemoryRules CreateRules(PersistUnits units, int threadCount) => new ArmRules(this, units, threadCount);
}
