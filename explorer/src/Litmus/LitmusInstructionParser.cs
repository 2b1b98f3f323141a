using System.Globalization;
using Sim.Simulator;

namespace Sim.Explorer.Litmus;

/// <summary>Parses the instructions of one test.</summary>
/// <param name="architecture">Which instructions exist.</param>
/// <param name="locations">The test's locations.</param>
internal sealed class LitmusInstructionParser(LitmusArchitecture architecture, IReadOnlyList<LitmusLocation> locations)
{
    private const int MaxRegister = 99;

    private readonly IReadOnlyList<LitmusForm> _forms = [.. LitmusSyntax.FormsOf(architecture)];

    /// <summary>Parses one cell of a program, which is not empty.</summary>
    /// <param name="line">The line, where the cell starts.</param>
    /// <param name="threadMachine">CXL: the machine of the cell's thread, or null.</param>
    /// <exception cref="InputException">It is no instruction of the architecture.</exception>
    public LitmusInstruction Parse(LitmusLine line, string? threadMachine)
    {
        List<LitmusGuard> guards = [];
        while (line.TryTake("[")) { guards.Add(ParseGuard(line)); }
        int start = line.Position;
        string? machine = null;
        string word = line.TakeName();
        if (IsMachine(word) && line.TryTake(":"))
        {
            if (architecture != LitmusArchitecture.Cxl) { throw line.Expected("an instruction: only arch cxl has machines", start); }
            machine = word;
            start = line.Position;
            word = line.TakeName();
        }
        int target = 0;
        if (line.TryTake("="))
        {
            target = RegisterNumber(word) ?? throw line.Expected(RegisterExpected, start);
            start = line.Position;
            word = line.TakeName();
        }
        LitmusForm form = FindForm(line, word, start, target != 0);
        LitmusInstruction instruction = ParseOperands(line, form, start) with { Target = target, Guards = guards, Line = line.Number };
        if (form.Operands == LitmusOperands.Machine)
        {
            if (machine is not null) { throw line.Complaint("a crash is no instruction of a machine, expected 'crash' alone", start); }
        }
        else
        {
            bool needsMachine = architecture == LitmusArchitecture.Cxl && form.Operands != LitmusOperands.None;
            if (needsMachine && machine is null && threadMachine is null)
            {
                throw line.Expected("a machine such as 'm1:', for the thread has none", start);
            }
            instruction = instruction with { Machine = machine };
        }
        return instruction with { Text = LitmusSyntax.Text(instruction, locations) };
    }

    /// <summary>The number of a register such as <c>r1</c>, or null.</summary>
    public static int? RegisterNumber(string name) =>
        name.Length > 1 && name[0] == 'r' && name[1] != '0'
            && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= MaxRegister
            ? number
            : null;

    /// <summary>Whether a name is that of a machine, such as <c>m1</c>.</summary>
    public static bool IsMachine(string name) => name.Length > 1 && name[0] == 'm' && name.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    private static string RegisterExpected => string.Create(CultureInfo.InvariantCulture, $"a register r1 to r{MaxRegister}");

    private static LitmusGuard ParseGuard(LitmusLine line)
    {
        int register = ParseRegister(line);
        bool isEqual = !line.TryTake("!=");
        if (isEqual && !line.TryTake("=")) { throw line.Expected("'=' or '!='"); }
        long value = line.TakeInteger();
        line.Take("]");
        return new LitmusGuard(register, isEqual, value);
    }

    private static int ParseRegister(LitmusLine line)
    {
        int start = line.Position;
        return RegisterNumber(line.TakeName()) ?? throw line.Expected(RegisterExpected, start);
    }

    private LitmusForm FindForm(LitmusLine line, string word, int start, bool hasTarget)
    {
        string mnemonic = _forms.Any(form => form.Mnemonic.StartsWith(word + " ", StringComparison.Ordinal)) ? $"{word} {line.TakeName()}" : word;
        LitmusForm form = _forms.FirstOrDefault(known => known.Mnemonic == mnemonic)
            ?? throw line.Expected($"an instruction of arch {LitmusNames.Of(architecture)}: {string.Join(", ", _forms.Select(known => known.Mnemonic))}", start);
        if (form.HasTarget == hasTarget) { return form; }
        throw form.HasTarget
            ? line.Expected($"a register and '=' before '{mnemonic}'", start)
            : line.Complaint($"found a register before '{mnemonic}', which has no result", start);
    }

    private LitmusInstruction ParseOperands(LitmusLine line, LitmusForm form, int start)
    {
        LitmusInstruction instruction = new() { Opcode = form.Opcode, Text = "" };
        switch (form.Operands)
        {
            case LitmusOperands.Location:
            case LitmusOperands.LocationValue:
            case LitmusOperands.LocationExpectedValue:
                instruction = instruction with { Locations = [ParseLocation(line)] };
                if (line.TryTake("@")) { instruction = instruction with { AddressRegister = ParseRegister(line) }; }
                break;
            case LitmusOperands.LocationsValue:
                instruction = instruction with { Locations = ParseLocations(line) };
                break;
            case LitmusOperands.Machine:
                int at = line.Position;
                string machine = line.TakeName();
                if (!IsMachine(machine)) { throw line.Expected("a machine such as m1", at); }
                instruction = instruction with { Machine = machine };
                break;
            default:
                break;
        }
        if (form.Operands == LitmusOperands.LocationExpectedValue) { instruction = instruction with { Expected = ParseValue(line) }; }
        if (form.Operands is LitmusOperands.LocationValue or LitmusOperands.LocationsValue or LitmusOperands.LocationExpectedValue)
        {
            instruction = instruction with { Value = ParseValue(line) };
        }
        return instruction;
    }

    private List<int> ParseLocations(LitmusLine line)
    {
        List<int> found = [];
        do
        {
            int start = line.Position;
            int location = ParseLocation(line);
            if (found.Contains(location)) { throw line.Complaint($"a wide store writes '{locations[location].Name}' twice", start); }
            found.Add(location);
        }
        while (line.Next is not (',' or '\0' or '|' or ';'));
        return found;
    }

    private int ParseLocation(LitmusLine line)
    {
        int start = line.Position;
        string name = line.TakeName();
        for (int i = 0; i < locations.Count; i++)
        {
            if (locations[i].Name == name) { return i; }
        }
        throw line.Expected($"a location of the init line: {string.Join(", ", locations.Select(location => location.Name))}", start);
    }

    private static LitmusOperand ParseValue(LitmusLine line)
    {
        line.Take(",");
        return line.Next == 'r' ? new LitmusOperand(0, ParseRegister(line)) : new LitmusOperand(line.TakeInteger());
    }
}
