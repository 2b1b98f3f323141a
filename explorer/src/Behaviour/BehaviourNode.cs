using Sim.CacheModel;

namespace Sim.Explorer;

/// <summary>What a node of a behaviour tree is.</summary>
internal enum NodeKind : byte
{
    /// <summary>A memory instruction.</summary>
    Instruction,

    /// <summary>A marker; nothing happens.</summary>
    Mark,

    /// <summary>Recovery has finished and the abstract state was read; <see cref="BehaviourNode.Result"/> is its number.</summary>
    Observed,

    /// <summary>The operation returns <see cref="BehaviourNode.Result"/>; for recovery that is the number of an outcome.</summary>
    Return,

    /// <summary>The code threw; <see cref="BehaviourNode.Result"/> is the number of the text.</summary>
    Fault,

    /// <summary>The code did not end within the event limit.</summary>
    Diverged,

    /// <summary>No node, but the end of a path that waits for a value; a later run goes on.</summary>
    Waits,
}

/// <summary>A node: the next memory event of an operation that has read certain values so far, or its end.</summary>
internal struct BehaviourNode
{
    public NodeKind Kind;

    /// <summary>The site's number.</summary>
    public int SiteId;

    /// <summary>The instruction, as the rules execute it.</summary>
    public MemoryInstruction Instruction;

    /// <summary>The node after this one, for events that read nothing; 0 where it is not known yet.</summary>
    public int Next;

    /// <summary>The first edge of a reading node; -1 where there is none.</summary>
    public int FirstEdge;

    /// <summary>The node before, 0 at a root.</summary>
    public int Parent;

    /// <summary>The edge by which the node before leads here, or -1.</summary>
    public int ParentEdge;

    /// <summary>The result of a return; see <see cref="NodeKind"/>.</summary>
    public ulong Result;

    /// <summary>Whether the program reads a value here.</summary>
    public readonly bool Reads => Kind == NodeKind.Instruction && Instruction.Reads;
}

/// <summary>An edge: the value read at a node, and the node that follows.</summary>
internal struct BehaviourEdge
{
    public UInt128 Value;
    public int Child;
    public int NextEdge;
}
