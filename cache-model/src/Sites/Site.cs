namespace Sim.CacheModel;

/// <summary>A static program point of a memory event: where the author of a structure can act.</summary>
/// <param name="Kind">The kind of event at this point; one source line may hold a flush and a fence.</param>
/// <param name="Variant">The <see cref="FlushKind"/> or <see cref="FenceKind"/> where there is one, else 0.</param>
/// <param name="File">Source file, relative to the repository where it lies in it.</param>
/// <param name="Line">Source line, from 1.</param>
/// <param name="Member">The method or property.</param>
/// <param name="Label">The name of the persist step, such as <c>publish bucket</c>; may be empty.</param>
public sealed record Site(EventKind Kind, byte Variant, string File, int Line, string Member, string Label)
{
    /// <summary>The instruction's usual name: <c>clwb</c>, <c>sfence</c>, <c>store</c>.</summary>
    public string Instruction => Kind switch
    {
        EventKind.Flush => ((FlushKind)Variant).ToString().ToLowerInvariant(),
        EventKind.Fence => ((FenceKind)Variant).Instruction(),
        EventKind.NonTemporalStore => "ntstore",
        EventKind.CompareExchange => "cas",
        EventKind.SpinUntil => "wait",
        _ => Kind.ToString().ToLowerInvariant(),
    };

    /// <summary>
    /// Whether this is a flush or a fence that can be asked whether it is needed: one that only ever adds order. The beginning
    /// of a strand takes order away.
    /// </summary>
    public bool IsPersistStep => Kind == EventKind.Flush || (Kind == EventKind.Fence && (FenceKind)Variant != FenceKind.NewStrand);

    /// <summary>The file's name without its folder, and the line.</summary>
    public string Location => $"{Path.GetFileName(File)}:{Line}";

    /// <summary>A stable name: instruction, label or member, location.</summary>
    public string Name => $"{Instruction} {(Label.Length > 0 ? Label : Member)} ({Location})";

    /// <inheritdoc/>
    public override string ToString() => Name;
}
