using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace Sim.Notebooks;

/// <summary>Resolves <c>#r "path/Sim.Plots.dll"</c> to the assembly that runs here, if there is one of that name.</summary>
/// <remarks>
/// A notebook names the Release build, which other engines load. In the tests of a Debug build that file may be missing or
/// old; and two copies of one library would have two sets of types. Everything else is found from the notebook's folder.
/// </remarks>
/// <param name="notebookFolder">Where relative paths begin.</param>
/// <param name="loader">Is told which loaded assembly stands for which reference.</param>
internal sealed class HostReferenceResolver(string notebookFolder, InteractiveAssemblyLoader loader) : MetadataReferenceResolver
{
    private readonly ScriptMetadataResolver _files = ScriptMetadataResolver.Default.WithBaseDirectory(notebookFolder);

    /// <inheritdoc/>
    public override bool ResolveMissingAssemblies => _files.ResolveMissingAssemblies;

    /// <inheritdoc/>
    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        FromHost(referenceIdentity.Name) ?? _files.ResolveMissingAssembly(definition, referenceIdentity);

    /// <inheritdoc/>
    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath,
        MetadataReferenceProperties properties) =>
        FromHost(Path.GetFileNameWithoutExtension(reference)) is { } here ? [here] : _files.ResolveReference(reference, baseFilePath, properties);

    /// <inheritdoc/>
    public override bool Equals(object? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(notebookFolder);

    private PortableExecutableReference? FromHost(string name)
    {
        string file = Path.Combine(AppContext.BaseDirectory, $"{name}.dll");
        if (!File.Exists(file)) { return null; }
        loader.RegisterDependency(Assembly.Load(new AssemblyName(name)));
        return MetadataReference.CreateFromFile(file);
    }
}
