namespace Sim.Plots;

/// <summary>What a property demands, in a sentence for people who do not have the definition at hand.</summary>
internal static class PropertyClause
{
    private static readonly Dictionary<string, string> Clauses = new(StringComparer.Ordinal)
    {
        ["durable linearizability"] =
            "Every operation that returned before the crash must be in the recovered state, and every operation that was still running either entirely or not at all.",
        ["strict linearizability"] =
            "Every operation that returned before the crash must be in the recovered state; one that was still running took effect before the crash, or never.",
        ["buffered durable linearizability"] =
            "The recovered state must be one that the operations passed through: some of the newest may be lost, but none may be there without those before it.",
        ["failure atomicity"] = "Of every transaction either all stores survive the crash or none.",
        ["detectability"] = "After recovery every thread must learn correctly whether its last operation took effect, and with which result.",
        ["linearizability"] = "The results of the operations must be explained by some order of them that respects real time.",
        ["sequential specification"] = "Operations that run one after the other must give the results of the specification.",
        ["recovery"] = "Recovery must end, without a fault, on every image that a crash can leave.",
        ["durable recovery"] = "What recovery has shown must not be lost by a second crash.",
        ["recovered structure works"] = "After recovery every operation must still give the results of the specification.",
        ["no fault"] = "No operation may throw or touch memory outside the mapping.",
        ["termination"] = "Every operation must end within the bound on memory events.",
        ["progress"] = "Some thread must always be able to go on.",
        ["invariant"] = "The structure's own invariant must hold in every recovered state.",
        ["leak"] = "After recovery every allocated block must be reachable or reclaimed, and owned once.",
        ["residue"] = "No crash image may still contain bytes of an object that was securely deleted.",
        ["dirty read"] = "No operation may return what a crash can still take back.",
    };

    /// <summary>The sentence, or an empty text for a property without one.</summary>
    public static string Of(string property) => Clauses.GetValueOrDefault(property, "");
}
