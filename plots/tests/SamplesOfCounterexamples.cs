using Sim.Simulator;
using Sim.Simulator.Results;

namespace Sim.Plots.Tests;

/// <summary>Counterexamples as the explorer gives them.</summary>
internal static class SamplesOfCounterexamples
{
    /// <summary>A queue that links a node before the node is persistent: an enqueue returns, and its value is gone.</summary>
    public static Counterexample LostEnqueue() => new()
    {
        Structure = "ms-queue",
        Mutant = "node-not-flushed",
        Platform = "optane-g1-adr",
        Model = "px86-line",
        Threads = 2,
        Ops = 2,
        Keys = 2,
        Workload = "enqueue-dequeue",
        Program = new Workload("enqueue-dequeue", [], [], []),
        Property = "durable linearizability",
        Summary = "enqueue(7) returned before the crash, but recovery finds a queue with the value 0: the node's line was never written back.",
        Operations = [["enqueue(7)"], ["enqueue(9)", "dequeue()"]],
        Steps =
        [
            new(0, "begin", "enqueue(7)", "", "MsQueue.cs:96", -1),
            new(0, "store", "store 0x140 = 7", "initialise node", "MsQueue.cs:101", 5),
            new(0, "store", "store 0x148 = 0", "initialise node", "MsQueue.cs:102", 5),
            new(0, "drain", "0x140 = 7 becomes visible", "", "", 5),
            new(1, "begin", "enqueue(9)", "", "MsQueue.cs:96", -1),
            new(1, "store", "store 0x180 = 9", "initialise node", "MsQueue.cs:101", 6),
            new(0, "drain", "0x148 = 0 becomes visible", "", "", 5),
            new(0, "load", "load 0xc0 -> 0x100", "read tail", "MsQueue.cs:108", 3),
            new(0, "load", "load 0x108 -> 0", "read tail's next", "MsQueue.cs:109", 4),
            new(1, "load", "load 0xc0 -> 0x100", "read tail", "MsQueue.cs:108", 3),
            new(0, "cas", "cas 0x108: 0 -> 0x140", "link node", "MsQueue.cs:114", 4),
            new(0, "clwb", "clwb 0x100", "link node", "MsQueue.cs:115", 4),
            new(0, "sfence", "sfence", "link node", "MsQueue.cs:115", -1),
            new(1, "store", "store 0x188 = 0", "initialise node", "MsQueue.cs:102", 6),
            new(1, "drain", "0x180 = 9 becomes visible", "", "", 6),
            new(1, "load", "load 0x108 -> 0x140", "read tail's next", "MsQueue.cs:109", 4),
            new(1, "drain", "0x188 = 0 becomes visible", "", "", 6),
            new(1, "cas", "cas 0xc0: 0x100 -> 0x140", "help tail", "MsQueue.cs:120", 3),
            new(0, "cas", "cas 0xc0 fails, finds 0x140", "swing tail", "MsQueue.cs:117", 3),
            new(0, "return", "returns 1", "", "", -1),
            new(1, "load", "load 0xc0 -> 0x140", "read tail", "MsQueue.cs:108", 3),
            new(1, "load", "load 0x148 -> 0", "read tail's next", "MsQueue.cs:109", 5),
            new(1, "cas", "cas 0x148: 0 -> 0x180", "link node", "MsQueue.cs:114", 5),
            new(1, "clwb", "clwb 0x140", "link node", "MsQueue.cs:115", 5),
        ],
        Lines =
        [
            new(3, true, [new(0xc0, "0x100", "0x140", "0x100", true)]),
            new(4, true, [new(0x108, "0x140", "0x140", "0x140", false)]),
            new(5, true, [new(0x140, "0x0", "0x7", "0x0", true), new(0x148, "0x0", "0x180", "0x0", true)]),
            new(6, false, [new(0x180, "0x0", "0x9", "0x9", false), new(0x188, "0x0", "0x0", "0x0", false)]),
        ],
        Recovery =
        [
            new(-1, "load", "load 0x0 -> 0x534d4951", "check the pool", "PoolHeader.cs:40", 0),
            new(-1, "load", "load 0x8 -> 1", "check the pool", "PoolHeader.cs:41", 0),
            new(-1, "load", "load 0x80 -> 0x100", "read head", "MsQueue.cs:151", 2),
            new(-1, "load", "load 0x108 -> 0x140", "walk to the last node", "MsQueue.cs:154", 4),
            new(-1, "load", "load 0x148 -> 0", "walk to the last node", "MsQueue.cs:154", 5),
            new(-1, "store", "store 0xc0 = 0x140", "repair tail", "MsQueue.cs:158", 3),
            new(-1, "clwb", "clwb 0xc0", "repair tail", "MsQueue.cs:159", 3),
            new(-1, "sfence", "sfence", "repair tail", "MsQueue.cs:159", -1),
            new(-1, "load", "load 0x140 -> 0", "read value", "MsQueue.cs:170", 5),
        ],
        Recovered = "[0]",
        Allowed = ["[7]", "[7, 9]"],
        Schedule = [0, 0, 0, 1, 0, 1, 1, 0, 0, 0, 1],
    };

    /// <summary>The same with what buffers and memory hold before and after each of the first four steps.</summary>
    public static Counterexample LostEnqueueWithMemory() => LostEnqueue() with
    {
        Memory =
        [
            new([], [new(3, [new(0xc0, ["0x100"])])]),
            new([], []),
            new([new(0, ["0x140 = 7"])], []),
            new([new(0, ["0x140 = 7", "0x148 = 0"])], []),
            new([new(0, ["0x148 = 0"])], [new(5, [new(0x140, ["0x0", "0x7"])])]),
        ],
    };

    /// <summary>Only what a counterexample must have.</summary>
    public static Counterexample Empty() => LostEnqueue() with
    {
        Mutant = null,
        Threads = 1,
        Operations = [],
        Steps = [],
        Lines = [],
        Recovery = [],
        Allowed = [],
        Schedule = [],
    };

    /// <summary>Four threads and 400 steps: far more than a picture holds.</summary>
    public static Counterexample Huge() => LostEnqueue() with
    {
        Threads = 4,
        Operations = [["push(1)"], ["push(2)"], ["push(3)"], ["push(4)"]],
        ElidedSites = ["clwb link node (Stack.cs:81)", "sfence link node (Stack.cs:81)", "clwb initialise node (Stack.cs:70)"],
        Steps =
        [
            .. Enumerable.Range(0, 4).Select(t => new ExecutionStep(t, "begin", $"push({t + 1})", "", "Stack.cs:60", -1)),
            .. Enumerable.Range(0, 395).Select(i => new ExecutionStep(
                i % 4, "store", $"store 0x{i * 8:x} = {i}", "fill a segment with a long name", "SegmentedStack.cs:1201", i / 8)),
            new(2, "crash", "crash", "", "", -1),
        ],
        Lines = [.. Enumerable.Range(0, 50).Select(i => new CrashedLine(i, i % 3 == 0,
            [.. Enumerable.Range(0, 8).Select(w => new CrashedWord((i * 64) + (w * 8), "0x0", $"0x{(i * 8) + w:x}", w < 4 ? $"0x{(i * 8) + w:x}" : "0x0", w >= 4))]))],
        Recovery = [.. Enumerable.Range(0, 200).Select(i => new ExecutionStep(
            -1, i % 5 == 0 ? "store" : "load", i % 5 == 0 ? $"store 0x{i * 8:x} = 1" : $"load 0x{i * 8:x} -> 0", "rebuild", "SegmentedStack.cs:1300", i / 8))],
        Recovered = "[" + string.Join(", ", Enumerable.Range(0, 200)) + "]",
        Allowed = [.. Enumerable.Range(0, 40).Select(i => $"[{i}, {i + 1}, {i + 2}]")],
    };
}
