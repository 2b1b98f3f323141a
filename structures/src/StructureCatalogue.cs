using Sim.Simulator;
using Sim.Simulator.Mutation;

namespace Sim.Structures;

/// <summary>Every structure by name.</summary>
public static class StructureCatalogue
{
    private static readonly Func<StructureScale, IStructure>[] Makers =
    [
        scale => new AppendLogStructure(scale),
        scale => new OneLineLogStructure(scale),
        scale => new CcehStructure(scale == StructureScale.Small ? CcehGeometry.Small : CcehGeometry.Paper),
        scale => new FastFairStructure(scale == StructureScale.Small ? FastFairGeometry.Small : FastFairGeometry.Paper),
        scale => new ClhtStructure(scale == StructureScale.Small ? ClhtGeometry.Small : ClhtGeometry.Paper),
        _ => new DurableQueueStructure(),
        scale => new UnlinkedQueueStructure(scale == StructureScale.Small ? NodePoolGeometry.Small : NodePoolGeometry.Paper),
        scale => new LinkedQueueStructure(scale == StructureScale.Small ? NodePoolGeometry.Small : NodePoolGeometry.Paper),
        _ => new SortedListStructure(),
        _ => new LogFreeListStructure(),
        .. Transactional(new UndoTechnique()),
        .. Transactional(new RedoTechnique()),
        .. Transactional(new RomulusTechnique()),
        .. Transactional(new Romulus2Technique()),
    ];

    /// <summary>The names, in ascending order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Makers.Select(make => make(StructureScale.Small).Name).Order(StringComparer.Ordinal)];

    /// <summary>Makes a structure.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="scale">The size of its geometry.</param>
    /// <exception cref="InputException">There is no such structure.</exception>
    public static IStructure Create(string name, StructureScale scale) =>
        Makers.Select(make => make(scale)).FirstOrDefault(structure => structure.Name == name)
        ?? throw InputException.Unknown("structure", name, Names);

    /// <summary>Finds a seeded defect of a structure: one of its catalogue's, or a generic one by its operator and site.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="name">The mutant's name.</param>
    /// <exception cref="InputException">The structure has no such mutant.</exception>
    public static Mutant FindMutant(IStructure structure, string name) =>
        structure.Mutants.FirstOrDefault(mutant => mutant.Name == name) ?? GenericMutants.Find(name)
        ?? throw InputException.Unknown("mutant", name, structure.Mutants.Select(mutant => mutant.Name));

    private static IEnumerable<Func<StructureScale, IStructure>> Transactional(ITechnique technique)
    {
        const int Buckets = 1024;
        const int SmallBuckets = 8;
        const int Elements = 1000;
        const int SmallElements = 3;
        return
        [
            scale => new TransactionalStructure(technique, new MapContainer(scale == StructureScale.Small ? SmallBuckets : Buckets)),
            _ => new TransactionalStructure(technique, new QueueContainer()),
            scale => new TransactionalStructure(technique, new VectorContainer(scale == StructureScale.Small ? SmallElements : Elements)),
        ];
    }
}
