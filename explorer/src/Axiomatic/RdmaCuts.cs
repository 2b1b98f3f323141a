using System.Globalization;
using Sim.Explorer.Litmus;
using Sim.Simulator;

namespace Sim.Explorer.Axiomatic;

/// <summary>RDMA on one queue pair, stated over one execution and the cuts through it.</summary>
/// <remarks>
/// The responder handles requests in queue order, so one execution is all there is: a READ returns the newest earlier WRITE of the
/// queue. What varies is how far both sides are when the responder loses power: the initiator has executed its first <c>posted</c>
/// instructions, the responder has handled the first <c>handled</c> requests. A cut is possible when every <c>wait</c> that was passed, and
/// every use of a READ's result, comes after the requests that it waits for. WRITEs are acknowledged before they are handled.
/// </remarks>
internal sealed class RdmaCuts
{
    private readonly LitmusTest _test;
    private readonly bool _placesPersistently;
    private readonly List<Step> _steps = [];
    private readonly HashSet<string> _outcomes = new(StringComparer.Ordinal);

    private RdmaCuts(LitmusTest test, string model)
    {
        if (test.Threads.Count != 1 || test.Kind is not (LitmusKind.Crash or LitmusKind.Final))
        {
            throw new InputException($"{test.Name}: model {model} judges one initiator, and tests of kind crash and final");
        }
        (_test, _placesPersistently) = (test, model == "rdma-direct");
    }

    /// <summary>Placed data in a volatile cache, or persistent.</summary>
    public static IReadOnlyList<string> Models { get; } = ["rdma-ddio", "rdma-direct"];

    /// <summary>The complete set of outcomes.</summary>
    public static HashSet<string> Outcomes(LitmusTest test, string model)
    {
        RdmaCuts cuts = new(test, model);
        cuts.Execute();
        cuts.Cut();
        return cuts._outcomes;
    }

    // An executed instruction: the value that it writes, reads or returns, and how many requests must have been handled before it.
    private readonly record struct Step(LitmusInstruction Instruction, bool IsRequest, long Value, int After);

    private void Execute()
    {
        long[] memory = [.. _test.Locations.Select(location => location.Initial)];
        Dictionary<int, (long Value, int After)> registers = [];
        int requests = 0;
        int acknowledged = 0;
        int waited = 0;
        foreach (LitmusInstruction instruction in _test.Threads[0].Instructions)
        {
            // A branch on a register waits for it, taken or not, and so does all that follows.
            bool isTaken = true;
            foreach (LitmusGuard guard in instruction.Guards)
            {
                (long value, int after) = registers.GetValueOrDefault(guard.Register);
                waited = Math.Max(waited, after);
                isTaken = value == guard.Value == guard.IsEqual;
                if (!isTaken) { break; }
            }
            if (!isTaken) { continue; }
            (long operand, int from) = instruction.Value.IsRegister ? registers.GetValueOrDefault(instruction.Value.Register) : (instruction.Value.Constant, 0);
            waited = Math.Max(waited, from);
            bool isRequest = instruction.Opcode != LitmusOpcode.RdmaWait;
            if (isRequest) { requests++; }
            switch (instruction.Opcode)
            {
                case LitmusOpcode.RdmaWrite:
                    memory[instruction.Locations[0]] = operand;
                    break;
                case LitmusOpcode.RdmaAtomicWrite:
                    memory[instruction.Locations[0]] = operand;
                    acknowledged = requests;
                    break;
                case LitmusOpcode.RdmaRead:
                    operand = memory[instruction.Locations[0]];
                    registers[instruction.Target] = (operand, requests);
                    acknowledged = requests;
                    break;
                case LitmusOpcode.RdmaFlushVisibility or LitmusOpcode.RdmaFlushPersistence:
                    acknowledged = requests;
                    break;
                case LitmusOpcode.RdmaWait:
                    operand = 1;
                    waited = Math.Max(waited, acknowledged);
                    registers[instruction.Target] = (operand, 0);
                    break;
                default:
                    throw new InputException($"{_test.Name}: RDMA has no rule for '{instruction.Opcode}'");
            }
            _steps.Add(new Step(instruction, isRequest, operand, waited));
        }
    }

    private void Cut()
    {
        int requests = 0;
        for (int posted = 0; posted <= _steps.Count; posted++)
        {
            int needed = posted == 0 ? 0 : _steps[posted - 1].After;
            requests += posted > 0 && _steps[posted - 1].IsRequest ? 1 : 0;
            bool isEnd = posted == _steps.Count;
            if (_test.Kind == LitmusKind.Final && !isEnd) { continue; }
            for (int handled = _test.Kind == LitmusKind.Final ? requests : needed; handled <= requests; handled++)
            {
                AddOutcomes(posted, handled, new long[_test.Locations.Count], 0);
            }
        }
    }

    private void AddOutcomes(int posted, int handled, long[] memory, int location)
    {
        if (location == memory.Length)
        {
            _outcomes.Add(string.Join(',', _test.Observables.Select(observable => observable.Name + "=" + Text(observable, posted, handled, memory))));
            return;
        }
        foreach (long value in Contents(location, handled))
        {
            memory[location] = value;
            AddOutcomes(posted, handled, memory, location + 1);
        }
    }

    // What a location can hold: the newest value placed, and under DDIO any since the last FLUSH to persistence.
    private List<long> Contents(int location, int handled)
    {
        List<long> contents = [_test.Locations[location].Initial];
        foreach (Step step in _steps.Where(step => step.IsRequest).Take(handled))
        {
            bool isFlush = step.Instruction.Opcode == LitmusOpcode.RdmaFlushPersistence;
            bool isPlaced = step.Instruction.Opcode is LitmusOpcode.RdmaWrite or LitmusOpcode.RdmaAtomicWrite && step.Instruction.Locations[0] == location;
            if (isPlaced) { contents.Add(step.Value); }
            bool keepsNewest = isFlush || (isPlaced && (_placesPersistently || _test.Kind == LitmusKind.Final));
            if (keepsNewest) { contents.RemoveRange(0, contents.Count - 1); }
        }
        return contents;
    }

    // A READ's register is set when it has been handled, wait's when it was passed.
    private string Text(LitmusObservable observable, int posted, int handled, long[] memory)
    {
        if (observable.Location >= 0) { return memory[observable.Location].ToString(CultureInfo.InvariantCulture); }
        string text = "-";
        int request = 0;
        foreach (Step step in _steps.Take(posted))
        {
            request += step.IsRequest ? 1 : 0;
            bool isSet = step.Instruction.Target == observable.Register && (!step.IsRequest || request <= handled);
            if (isSet) { text = step.Value.ToString(CultureInfo.InvariantCulture); }
        }
        return text;
    }
}
