namespace Sim.CacheModel;

/// <summary>What a marker event tells checkers and reports.</summary>
public enum Marker : byte
{
    /// <summary>An operation begins; the argument is its number in the thread.</summary>
    OperationBegin,

    /// <summary>An operation ends; the argument is its result.</summary>
    OperationEnd,

    /// <summary>A transaction begins.</summary>
    TransactionBegin,

    /// <summary>A transaction has committed.</summary>
    TransactionCommit,

    /// <summary>A block was allocated; the argument is its address.</summary>
    Allocate,

    /// <summary>A block was freed; the argument is its address.</summary>
    Free,

    /// <summary>A named point of the algorithm, such as a linearization point.</summary>
    Label,
}
