using Sim.Simulator;
using Sim.Simulator.Mutation;
using Sim.Structures;

namespace Sim.Experiments;

/// <summary>What a command works on: a structure or one of its mutants, a platform, and the bound or length of the run.</summary>
internal sealed record Scenario
{
    /// <summary>The structure's name.</summary>
    public required string StructureName { get; init; }

    /// <summary>The seeded defect, or null for the correct structure.</summary>
    public string? MutantName { get; init; }

    /// <summary>The platform.</summary>
    public required Platform Platform { get; init; }

    /// <summary>The persistency model: the platform's, unless another was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>Threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Operations per thread.</summary>
    public required int Ops { get; init; }

    /// <summary>The size of the key space; 0 for practically distinct keys in a run.</summary>
    public required int Keys { get; init; }

    /// <summary>The seed of the workload.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The structure with its defect: <c>cceh</c>, <c>cceh with commit-unflushed</c>.</summary>
    public string Subject => MutantName is null ? StructureName : $"{StructureName} with {MutantName}";

    /// <summary>The bound in words: <c>2 threads x 1 operation</c>.</summary>
    public string Bound => $"{Output.Quantity.Of(Threads, "thread")} x {Output.Quantity.Of(Ops, "operation")}";

    /// <summary>How many of the platform's parameters no publication gives.</summary>
    public int AssumptionCount => Platform.Values.Count(value => value.Quality == "assumption");

    /// <summary>A name for files and folders: <c>cceh</c>, <c>cceh-commit-unflushed</c>.</summary>
    public string FileName => MutantName is null ? StructureName : $"{StructureName}-{MutantName}";

    /// <summary>Makes sure that the platform has a crash to survive: durability is nothing to check where all memory is volatile.</summary>
    /// <exception cref="InputException">The platform has volatile memory only.</exception>
    public void ThrowUnlessPersistent()
    {
        if (Platform.Persistence == PersistenceDomain.None)
        {
            throw new InputException($"platform {Platform.Name} has volatile memory only, so that nothing survives a crash: only 'sim run' takes it");
        }
    }

    /// <summary>The structure at a scale, with its defect.</summary>
    /// <exception cref="InputException">The structure or the mutant is unknown.</exception>
    public IStructure CreateStructure(StructureScale scale)
    {
        IStructure structure = StructureCatalogue.Create(StructureName, scale);
        return MutantName is null ? structure : new MutantStructure(structure, StructureCatalogue.FindMutant(structure, MutantName));
    }
}
