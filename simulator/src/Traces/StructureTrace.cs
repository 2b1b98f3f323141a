namespace Sim.Simulator.Traces;

/// <summary>Writes what a structure of the project does as a trace, the same as that of a real program.</summary>
public static class StructureTrace
{
    /// <summary>The name of the mapped file.</summary>
    public const string FileName = "pool";

    /// <summary>Creates a structure and runs operations on it, one after the other, on one thread.</summary>
    /// <param name="structure">The structure.</param>
    /// <param name="operations">The operations.</param>
    /// <param name="stream">Where the trace file goes.</param>
    /// <returns>Events written.</returns>
    /// <exception cref="InputException">The pool is too large to trace.</exception>
    public static long Write(IStructure structure, IReadOnlyList<Operation> operations, Stream stream)
    {
        long lengthBytes = structure.PoolBytes(1, operations.Count);
        if (lengthBytes > Array.MaxLength) { throw new InputException($"the run needs a pool of {lengthBytes} bytes, a traced one holds at most {Array.MaxLength}"); }
        using TraceWriter writer = new(stream);
        TraceRecorder recorder = new(writer, FileName, (int)lengthBytes);
        TracedPmem pmem = new(recorder);
        recorder.Map();
        recorder.Mark("CREATE.BEGIN");
        structure.Create(pmem, 1);
        recorder.Mark("CREATE.END");
        foreach (Operation operation in operations)
        {
            string name = structure.Operations[operation.Kind].Describe(operation);
            recorder.Mark($"{name}.BEGIN");
            structure.Execute(pmem, 0, operation);
            recorder.Mark($"{name}.END");
        }
        writer.Complete();
        return writer.EventCount;
    }
}
