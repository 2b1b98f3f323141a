using Sim.Notebooks;
using Sim.Simulator;

if (args.Length != 2)
{
    Console.Error.WriteLine("usage: dotnet run --project notebooks/src -- NOTEBOOK.ipynb EXECUTED.ipynb");
    return 2;
}
try
{
    Notebook notebook = Notebook.Read(args[0]);
    string? failure = new NotebookExecutor(Path.GetDirectoryName(Path.GetFullPath(args[0]))!).Execute(notebook);
    notebook.Write(args[1]);
    if (failure is null) { return 0; }
    Console.Error.WriteLine($"{args[0]}: {failure}");
    return 1;
}
catch (InputException mistake)
{
    Console.Error.WriteLine($"notebook: {mistake.Message}");
    return 2;
}
