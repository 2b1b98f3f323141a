namespace Sim.Simulator;

/// <summary>A mistake in what the user gave: an argument, a file, a field. Shown as one line, exit code 2.</summary>
/// <param name="message">What was found, where, and what was expected.</param>
public sealed class InputException(string message) : Exception(message)
{
    /// <summary>A mistake in a field of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="field">The field's path inside the file.</param>
    /// <param name="found">What stands there.</param>
    /// <param name="expected">What should stand there.</param>
    public static InputException InFile(string file, string field, string found, string expected) =>
        new($"{file}: {field} is {found}, expected {expected}");

    /// <summary>A name that is not in a list, with the names that are.</summary>
    /// <param name="what">What is named: <c>structure</c>, <c>mutant</c>, <c>platform</c>.</param>
    /// <param name="name">The unknown name.</param>
    /// <param name="known">The names that exist.</param>
    public static InputException Unknown(string what, string name, IEnumerable<string> known) =>
        new($"unknown {what} '{name}', expected one of: {string.Join(", ", known)}");
}
