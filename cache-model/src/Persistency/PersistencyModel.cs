namespace Sim.CacheModel;

/// <summary>The rules by which stores of x86 threads become visible and persistent.</summary>
/// <remarks>
/// The x86 models differ in four choices only, so each is one value of this record in a file of its own; the machine that
/// they parameterise is the synchronous one of Khyzha and Lahav (POPL 2021), equal to Px86 of Raad et al. (POPL 2020):
/// <see cref="StoreBuffers"/> holds its ordering rules, <see cref="PersistStates"/> its crash states.
/// </remarks>
/// <param name="Name">The name on the command line.</param>
/// <param name="UnitBytes">
/// What persists as a prefix of its stores: 64 (a cache line, written back whole) or 8 (each persist word on its own).
/// </param>
/// <param name="BuffersStores">Whether stores wait in a store buffer before they are visible.</param>
/// <param name="PersistsWhenVisible">Whether a visible store survives a crash (caches inside the power-fail domain).</param>
/// <param name="LockedCompletesFlushes">Whether a locked instruction also completes the thread's earlier flushes.</param>
public sealed record PersistencyModel(
    string Name, int UnitBytes, bool BuffersStores, bool PersistsWhenVisible, bool LockedCompletesFlushes)
{
    /// <summary>The models by name.</summary>
    public static IReadOnlyList<PersistencyModel> All { get; } = [Px86Line.Model, Px86.Model, Eadr.Model, Strict.Model];

    /// <summary>The model with a name, or null.</summary>
    public static PersistencyModel? Find(string name) => All.FirstOrDefault(model => model.Name == name);

    /// <summary>Persist units in one cache line.</summary>
    public int UnitsPerLine => CacheLine.Bytes / UnitBytes;
}
