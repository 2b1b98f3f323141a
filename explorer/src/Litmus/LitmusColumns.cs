using System.Globalization;
using Sim.Simulator;

namespace Sim.Explorer.Litmus;

/// <summary>Parses the table of a program or of a recovery: a header of threads, then one instruction per cell.</summary>
/// <param name="prefix"><c>P</c> or <c>R</c>.</param>
/// <param name="architecture">The test's architecture.</param>
/// <param name="instructions">Parses the cells.</param>
internal sealed class LitmusColumns(string prefix, LitmusArchitecture architecture, LitmusInstructionParser instructions)
{
    private const int MaxThreads = 16;

    private readonly List<(string Name, string? Machine, List<LitmusInstruction> Instructions)> _threads = [];

    /// <summary>The threads.</summary>
    public IReadOnlyList<LitmusThread> Threads => [.. _threads.Select(thread => new LitmusThread(thread.Name, thread.Machine, thread.Instructions))];

    /// <summary>Parses the header.</summary>
    /// <exception cref="InputException">It names no threads.</exception>
    public void ParseHeader(LitmusLine line)
    {
        do
        {
            string expected = string.Create(CultureInfo.InvariantCulture, $"{prefix}{_threads.Count}");
            int start = line.Position;
            string name = line.TakeName();
            if (name != expected) { throw line.Expected($"'{expected}', the name of the next thread", start); }
            if (_threads.Count == MaxThreads) { throw line.Complaint($"a test has at most {MaxThreads} threads", start); }
            string? machine = line.TryTake("@") ? ParseMachine(line) : null;
            _threads.Add((name, machine, []));
        }
        while (line.TryTake("|"));
        if (!line.TryTake(";")) { throw line.Expected("'|' or ';'"); }
        line.TakeEnd();
    }

    /// <summary>Parses one row.</summary>
    /// <exception cref="InputException">It has another number of cells, or a cell is no instruction.</exception>
    public void ParseRow(LitmusLine line)
    {
        for (int column = 0; column < _threads.Count; column++)
        {
            if (line.Next is not ('|' or ';' or '\0'))
            {
                _threads[column].Instructions.Add(instructions.Parse(line, _threads[column].Machine));
            }
            bool isLast = column == _threads.Count - 1;
            if (!line.TryTake(isLast ? ";" : "|"))
            {
                throw line.Expected($"{(isLast ? "';'" : "'|'")} after cell {column + 1} of {_threads.Count}");
            }
        }
        line.TakeEnd();
    }

    private string ParseMachine(LitmusLine line)
    {
        int start = line.Position;
        string machine = line.TakeName();
        if (architecture != LitmusArchitecture.Cxl) { throw line.Complaint("only arch cxl has machines", start); }
        return LitmusInstructionParser.IsMachine(machine) ? machine : throw line.Expected("a machine such as m1", start);
    }
}
