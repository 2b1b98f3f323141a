using Sim.CacheModel;

namespace Sim.Structures;

/// <summary>Where a key is or belongs.</summary>
/// <param name="Anchor">
/// The link through which the node that holds <paramref name="Link"/> was reached; null if that is the list's head.
/// </param>
/// <param name="Link">The address of the last link before the key's place.</param>
/// <param name="Current">The node that the link leads to: the first with a key not below the sought one; may be null.</param>
/// <param name="Successor">What follows the current node; read only if the key was found.</param>
/// <param name="IsFound">Whether the current node has the key and is not removed.</param>
internal readonly record struct ListWindow(PmemAddress Anchor, PmemAddress Link, PmemAddress Current, ListLink Successor, bool IsFound);
