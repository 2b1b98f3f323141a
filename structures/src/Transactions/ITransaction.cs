using System.Runtime.CompilerServices;

namespace Sim.Structures;

/// <summary>A failure-atomic transaction on a heap of 8-byte words: after a crash all of its stores are there, or none.</summary>
/// <remarks>
/// Words are named by their offset in the heap, since a technique may keep the heap twice. Isolation is the caller's: one transaction at a
/// time. Every call that persists passes its caller's site on, so that reports and mutants name the line of the container.
/// </remarks>
internal interface ITransaction
{
    /// <summary>Reads a word, as this transaction left it.</summary>
    /// <param name="offset">The word.</param>
    ulong Load(long offset);

    /// <summary>Tells that a range is about to change; undo logging saves it, other techniques have nothing to do.</summary>
    /// <param name="offset">The first word.</param>
    /// <param name="lengthBytes">Bytes in the range, whole words.</param>
    /// <param name="label">The name of the step; it begins with <c>snapshot</c>.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    void Snapshot(long offset, long lengthBytes, string label,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "");

    /// <summary>Writes a word of a range that was told of.</summary>
    /// <param name="offset">The word.</param>
    /// <param name="value">What to write.</param>
    /// <param name="label">The name of the step.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <param name="member">Filled in by the compiler.</param>
    void Store(long offset, ulong value, string label,
        [CallerFilePath] string file = "", [CallerLineNumber] int line = 0, [CallerMemberName] string member = "");

    /// <summary>Makes all stores durable, together.</summary>
    void Commit();
}
