namespace Sim.Notebooks;

/// <summary>What every cell can call without a <c>using</c>, by the names that .NET Interactive gives it.</summary>
/// <param name="show">Receives what is displayed.</param>
public sealed class NotebookGlobals(Action<object?> show)
{
    /// <summary>Shows a value at this point of the cell's output.</summary>
    /// <param name="value">The value.</param>
    public void display(object? value) => show(value);
}
