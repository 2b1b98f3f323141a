namespace Sim.Simulator.Results;

/// <summary>What store buffers and memory hold after a step, as far as the step has changed it.</summary>
/// <param name="Buffers">The store buffers that changed.</param>
/// <param name="Lines">The lines of memory that changed.</param>
public sealed record StepMemory(IReadOnlyList<BufferContent> Buffers, IReadOnlyList<LineContent> Lines);

/// <summary>The content of a store buffer.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Entries">What waits in it, oldest first, as text.</param>
public sealed record BufferContent(int Thread, IReadOnlyList<string> Entries);

/// <summary>The content of a cache line, as far as any store of the execution touches it.</summary>
/// <param name="Line">Its index; the address is 64 times that.</param>
/// <param name="Words">Its words in address order.</param>
public sealed record LineContent(int Line, IReadOnlyList<WordContent> Words);

/// <summary>An 8-byte word.</summary>
/// <param name="Address">Offset in the mapping, in bytes.</param>
/// <param name="Values">The values that a crash now may leave (hexadecimal), oldest first; the last one is what threads see.</param>
public sealed record WordContent(long Address, IReadOnlyList<string> Values);
