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
        // The condition may speak about what outcomes do not tell: explore with both, then leave the rest out.
        LitmusTest wide = test with { Observables = [.. test.Observables.Union(LitmusObservables.Of(test))] };
        // The one place that knows which machine runs which architecture.
        ILitmusExecutions executions = test.Architecture switch
        {
            LitmusArchitecture.X86 or LitmusArchitecture.Epoch => new RuleExecutions(wide, RulesOf(wide, model), stop),
            _ => throw new InputException($"no machine runs arch {LitmusNames.Of(test.Architecture)}"),
        };
        return new LitmusRun(test, executions);
    }

    private static PersistencyModel RulesOf(LitmusTest test, string model)
    {
        if (model == "tso" && test.Kind != LitmusKind.Final) { throw new InputException($"{test.Name}: model tso knows no crash, expected kind final"); }
        // TSO without crashes is any of the x86 models; sequential consistency is called strict where persistency counts.
        string name = model switch { "sc" => "strict", "tso" => "eadr", _ => model };
        return PersistencyModel.Find(name) ?? throw new InputException($"model {model} does not exist yet");
    }
}
