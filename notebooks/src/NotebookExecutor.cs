using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace Sim.Notebooks;

/// <summary>Runs the code cells of a C# notebook in order and stores their outputs, without Jupyter.</summary>
/// <remarks>
/// The dialect is the part of .NET Interactive's that needs no kernel: <c>#r "relative/path.dll"</c>, <c>using</c>, statements,
/// <c>Console</c>, <c>display(x)</c>, and a last expression without semicolon as the cell's result.
/// </remarks>
/// <param name="folder">The notebook's folder, where relative paths begin.</param>
internal sealed class NotebookExecutor(string folder)
{
    // The namespaces that .NET Interactive opens as well.
    private static readonly string[] Imports =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Threading.Tasks"];

    /// <summary>Runs all code cells, up to the first that fails.</summary>
    /// <returns>Null, or which cell failed and how; the failing cell's outputs end with the error.</returns>
    public string? Execute(Notebook notebook)
    {
        using InteractiveAssemblyLoader loader = new();
        using CellOutputs outputs = new();
        ScriptOptions options = ScriptOptions.Default
            .WithMetadataResolver(new HostReferenceResolver(folder, loader))
            .AddReferences(FrameworkAssemblies())
            .WithImports(Imports)
            .WithFileEncoding(Encoding.UTF8);
        NotebookGlobals globals = new(outputs.Display);
        TextWriter standardOutput = Console.Out;
        ScriptState<object>? state = null;
        int executionCount = 0;
        Console.SetOut(outputs);
        try
        {
            foreach (NotebookCell cell in notebook.Cells.Where(cell => cell.IsCode))
            {
                executionCount++;
                string? failure = null;
                try
                {
                    Script<object> script = state is null
                        ? CSharpScript.Create(cell.Source, options, typeof(NotebookGlobals), loader)
                        : state.Script.ContinueWith(cell.Source, options);
                    state = (state is null ? script.RunAsync(globals, Caught) : script.RunFromAsync(state, Caught)).GetAwaiter().GetResult();
                    failure = Record(state, executionCount, outputs);
                }
                catch (CompilationErrorException error)
                {
                    failure = string.Join("; ", error.Diagnostics);
                    outputs.Error("CompilationError", failure);
                }
                cell.SetOutputs(executionCount, outputs.Take());
                if (failure is not null) { return $"cell {cell.Id}: {failure}"; }
            }
            return null;
        }
        finally
        {
            Console.SetOut(standardOutput);
        }
    }

    // A notebook may use all of .NET; scripts by themselves see only a part of it.
    private static IEnumerable<MetadataReference> FrameworkAssemblies()
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetDirectoryName(file) == framework)
            .Select(file => MetadataReference.CreateFromFile(file));
    }

    // What a cell throws is an output of the notebook, whatever its type.
    private static bool Caught(Exception exception) => true;

    private static string? Record(ScriptState<object> state, int executionCount, CellOutputs outputs)
    {
        if (state.Exception is { } exception)
        {
            outputs.Error(exception.GetType().Name, exception.Message);
            return $"{exception.GetType().Name}: {exception.Message}";
        }
        if (state.ReturnValue is { } value) { outputs.Result(value, executionCount); }
        return null;
    }
}
