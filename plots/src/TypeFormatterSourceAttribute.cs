namespace Sim.Plots;

/// <summary>Tells a notebook how to show a type; notebooks look for this attribute by its name, so no package is needed.</summary>
/// <param name="formatterSourceType">A type with a parameterless constructor and <c>CreateTypeFormatters</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    public string[]? PreferredMimeTypes { get; set; }
}
