namespace Sim.Simulator.Results;

/// <summary>What a model keeps in program order.</summary>
/// <param name="Model">The model's key.</param>
/// <param name="Instructions">The instructions: rows are the earlier ones, columns the later ones.</param>
/// <param name="Cells">
/// The cells by row and column: <c>y</c> kept, <c>cl</c> kept on one cache line only, <c>.</c> not kept, and an empty text
/// where one of the two instructions has no effect under the model, so that its order means nothing.
/// </param>
public sealed record OrderingTable(string Model, IReadOnlyList<OrderedInstruction> Instructions, IReadOnlyList<IReadOnlyList<string>> Cells);

/// <summary>An instruction of an ordering table.</summary>
/// <param name="Name">Its short name in the literature, such as <c>FO</c>.</param>
/// <param name="Meaning">The instruction that was tried.</param>
public sealed record OrderedInstruction(string Name, string Meaning);
