using System.CommandLine;
using Sim.CacheModel;
using Sim.Simulator;

namespace Sim.Experiments.Commands;

/// <summary>The options that name a persistency model other than the platform's.</summary>
/// <remarks>What they choose becomes part of the model's name, so that results, counterexamples and platform files can say it.</remarks>
internal sealed class ModelOptions
{
    private readonly Option<string?> _model = ValueOptions.Text("--model", "NAME", "Persistency model instead of the platform's, such as px86.");
    private readonly Option<string?> _torn = ValueOptions.Text("--torn", "8|64",
        "x86: what a crash keeps in order: the stores of a word (8), or of a line (64).");
    private readonly Option<string?> _rmwFence = ValueOptions.Text("--rmw-fence", "on|off",
        "x86: whether a locked instruction completes earlier flushes.");
    private readonly Option<bool> _compilerReorder = new("--compiler-reorder")
    {
        Description = "x86: plain stores between flushes, fences and locked instructions come in any order.",
    };

    /// <summary>The option by which a model is named.</summary>
    public ModelOptions()
    {
        _torn.AcceptOnlyFromAmong("8", "64");
        _rmwFence.AcceptOnlyFromAmong("on", "off");
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _model, _torn, _rmwFence, _compilerReorder }) { command.Options.Add(option); }
    }

    /// <summary>A scenario under the model that was asked for.</summary>
    /// <param name="parsed">The call.</param>
    /// <param name="scenario">The scenario under the platform's model.</param>
    /// <exception cref="InputException">There is no such model, or an option does not apply to it.</exception>
    public Scenario Apply(ParseResult parsed, Scenario scenario)
    {
        string name = parsed.GetValue(_model) ?? scenario.Model;
        PersistencyModel model = PersistencyModel.Find(name)
            ?? throw InputException.Unknown("model", name, PersistencyModel.All.Select(known => known.Name));
        if (parsed.GetValue(_torn) is { } torn) { model = With(model, $"torn-{torn}", $"--torn {torn}"); }
        if (parsed.GetValue(_rmwFence) == "off") { model = With(model, "rmw-fence-off", "--rmw-fence off"); }
        if (parsed.GetValue(_compilerReorder)) { model = With(model, "compiler-reorder", "--compiler-reorder"); }
        return scenario with { Model = model.Name, Platform = scenario.Platform with { Model = model.Name } };
    }

    private static PersistencyModel With(PersistencyModel model, string option, string written) =>
        model.With(option) ?? throw new InputException($"{written} makes no difference under model {model.Name}");
}
