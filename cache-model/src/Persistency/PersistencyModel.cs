namespace Sim.CacheModel;

/// <summary>The rules by which stores become visible and persistent: the one thing that exploration, crash images and fence analysis ask.</summary>
/// <remarks>
/// A model is a name, a unit, a source and the family of rules that it belongs to, in a file of its own, and one line of
/// <see cref="All"/>. A model with options carries them in its name: <c>px86+rmw-fence-off+compiler-reorder</c>. The rules themselves are a <see cref="MemoryRules"/>: a new family is one more class derived from it.
/// </remarks>
/// <param name="Name">The name on the command line.</param>
/// <param name="UnitBytes">
/// What persists as a prefix of its stores: 64 (a cache line, written back whole) or 8 (each persist word on its own).
/// </param>
/// <param name="Source">The publications that define it.</param>
public abstract record PersistencyModel(string Name, int UnitBytes, string Source)
{
    /// <summary>The models by name; the first is the default.</summary>
    public static IReadOnlyList<PersistencyModel> All { get; } =
    [
        Px86Line.Model, Px86.Model, Eadr.Model, Strict.Model, Epoch.Model, BufferedEpoch.Model, Strand.Model,
        ReleasePersistency.Model, AcquireReleasePersistency.Model, Parmv8.Model, Parmv8.Volatile, Parmv8.WithoutDependencies,
        Cxl0.Model, Cxl0.WithGpf, Rdma.Ddio, Rdma.Direct, Rdma.GeneralPurpose,
    ];

    /// <summary>The options that a name can carry; what each means is said where a family of models applies it.</summary>
    public static IReadOnlyList<string> OptionNames { get; } = ["torn-8", "torn-64", "rmw-fence-off", "compiler-reorder"];

    /// <summary>The model with a name, which may carry options, or null: there is no such model, or an option does not apply to it.</summary>
    public static PersistencyModel? Find(string name)
    {
        string[] parts = name.Split('+');
        PersistencyModel? found = All.FirstOrDefault(model => model.Name == parts[0]);
        foreach (string option in parts[1..]) { found = found?.With(option); }
        return found;
    }

    /// <summary>Persist units in one cache line.</summary>
    public int UnitsPerLine => CacheLine.Bytes / UnitBytes;

    /// <summary>What the rules leave out, so that no exploration under them is complete; null where they are exact.</summary>
    public virtual string? Bound => null;

    /// <summary>Whether a visible store survives a crash (caches inside the power-fail domain).</summary>
    public abstract bool PersistsWhenVisible { get; }

    /// <summary>The model with one of the <see cref="OptionNames"/>, or null where the option makes no difference to the family.</summary>
    public virtual PersistencyModel? With(string option) => null;

    /// <summary>The model's rules, with tables of their own.</summary>
    /// <param name="units">Numbers the persist units.</param>
    /// <param name="threadCount">Threads of every execution.</param>
    public abstract MemoryRules CreateRules(PersistUnits units, int threadCount);
}
