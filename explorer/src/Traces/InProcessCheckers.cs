using System.Reflection;
using System.Runtime.Loader;
using Sim.Simulator;

namespace Sim.Explorer.Traces;

/// <summary>Finds in-process checkers.</summary>
public static class InProcessCheckers
{
    /// <summary>Finds the checker of an assembly.</summary>
    /// <param name="assembly">The assembly's file; if several classes implement the interface, a colon and the class's name behind it.</param>
    /// <returns>What makes instances.</returns>
    /// <exception cref="InputException">The assembly cannot be loaded, or has not exactly one checker.</exception>
    public static Func<IImageChecker> Load(string assembly)
    {
        int colon = File.Exists(assembly) ? -1 : assembly.LastIndexOf(':');
        string path = colon < 0 ? assembly : assembly[..colon];
        string name = colon < 0 ? "" : assembly[(colon + 1)..];
        Type[] types;
        try
        {
            string fullPath = Path.GetFullPath(path);
            if (!File.Exists(fullPath)) { throw new InputException($"cannot read {path}: there is no such file"); }
            types = [.. AssemblyLoadContext.Default.LoadFromAssemblyPath(fullPath).GetExportedTypes()
                .Where(type => name.Length == 0 || type.Name == name || type.FullName == name)
                .Where(type => !type.IsAbstract && typeof(IImageChecker).IsAssignableFrom(type) && type.GetConstructor(Type.EmptyTypes) is not null)];
        }
        catch (Exception failure) when (failure is BadImageFormatException or FileLoadException or FileNotFoundException or TypeLoadException or ReflectionTypeLoadException)
        {
            throw new InputException($"{path}: no .NET assembly that can be loaded ({failure.GetType().Name})");
        }
        return types.Length == 1
            ? () => (IImageChecker)Activator.CreateInstance(types[0])!
            : throw new InputException($"{path}: {types.Length} public classes {(name.Length == 0 ? "" : $"named {name} ")}implement {nameof(IImageChecker)}, expected 1");
    }
}
