using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Explorer.Litmus;

/// <summary>Finds every outcome of a litmus test under a model by exploring all executions and crashes.</summary>
public static class LitmusRunner
{
    /// <summary>Runs a test.</summary>
    /// <param name="test">The test.</param>
    /// <param name="model">The key of one of <see cref="LitmusNames.ModelsOf"/> the test's architecture.</param>
    /// <param name="stop">Cuts the run short.</param>
    /// <exception cref="InputException">The model does not run such tests.</exception>
    /// <exception cref="OperationCanceledException">The run was cut short.</exception>
    public static LitmusRun Run(LitmusTest test, string model, CancellationToken stop = default)
    {
        if (!LitmusNames.ModelsOf(test.Architecture).Contains(model))
        {
            throw InputException.Unknown($"model of arch {LitmusNames.Of(test.Architecture)}", model, LitmusNames.ModelsOf(test.Architecture));
        }
        if (!Runs(test, model)) { throw new InputException($"{test.Name}: model {model} knows no crash, expected kind final"); }
        // The condition may speak about what outcomes do not tell: explore with both, then leave the rest out.
        LitmusTest wide = test with { Observables = [.. test.Observables.Union(LitmusObservables.Of(test))] };
        // The one place that knows which machine runs which architecture.
        ILitmusExecutions executions = test.Architecture switch
        {
            LitmusArchitecture.X86 or LitmusArchitecture.Epoch => new RuleExecutions(wide, RulesOf(model)!, stop),
            _ => ProgramExecutions.Of(wide, model, stop),
        };
        return new LitmusRun(test, executions);
    }

    /// <summary>Whether a model runs a test: it has the test's instructions, and crashes if the test has.</summary>
    public static bool Runs(LitmusTest test, string model) =>
        LitmusNames.ModelsOf(test.Architecture).Contains(model) && (test.Kind == LitmusKind.Final || model is not ("tso" or "armv8"));

    /// <summary>The memory rules that a model is, or null where it has a machine of its own.</summary>
    internal static PersistencyModel? RulesOf(string model) => model switch
    {
        // TSO without crashes is any of the x86 models; sequential consistency is called strict where persistency counts.
        "sc" => Strict.Model,
        "tso" => Eadr.Model,
        _ when LitmusNames.ModelsOf(LitmusArchitecture.X86).Contains(model) || LitmusNames.ModelsOf(LitmusArchitecture.Epoch).Contains(model) =>
            PersistencyModel.Find(model),
        _ => null,
    };
}
