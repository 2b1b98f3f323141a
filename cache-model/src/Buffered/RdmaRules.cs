namespace Sim.CacheModel;

/// <summary>Threads that reach memory through RDMA queue pairs, one for each thread; the responder's card executes a queue in order.</summary>
/// <remarks>
/// What a structure's instructions become: a store is a WRITE, which completes before it is placed; a load is a READ, a
/// compare-exchange an ATOMIC, and both are answered after everything earlier in the queue has been placed; a flush is a FLUSH to
/// persistence of the line's range, a fence a wait for the completion of everything before, which WRITEs alone do not hold up. A
/// non-temporal store is a WRITE and a FLUSH. With <see cref="RdmaFlush.Message"/> a fence sends the lines flushed since the
/// last one to the responder's processor, waits for its reply, and thereby for everything before in the queue; it may promise
/// more than the stores before each flush, which is not used.
/// The queue is a <see cref="StoreBuffers"/> buffer in which everything blocks everything.
/// </remarks>
public sealed class RdmaRules : BufferedRules
{
    private readonly RdmaModel _model;

    /// <summary>Rules with empty tables.</summary>
    /// <param name="model">The model.</param>
    /// <param name="units">Numbers the persist units.</param>
    /// <param name="threadCount">Threads.</param>
    public RdmaRules(RdmaModel model, PersistUnits units, int threadCount)
        : base(model, units, threadCount, static (_, _) => true) => _model = model;

    private bool IsNative => _model.Flush == RdmaFlush.Native;

    /// <inheritdoc/>
    public override MemoryInstruction Prepare(in MemoryEvent request)
    {
        MemoryInstruction instruction = MemoryInstruction.Of(request);
        switch (request.Kind)
        {
            case EventKind.Store:
                return instruction with { Entry = StoreEntry(EntryKind.Store, instruction, 0, instruction.SizeBytes, request.Operand) };
            case EventKind.NonTemporalStore:
                return instruction with
                {
                    Entry = StoreEntry(EntryKind.Store, instruction, 0, instruction.SizeBytes, request.Operand),
                    UpperEntry = FlushEntry(instruction.Line),
                };
            case EventKind.CompareExchange when request.SizeBytes > Units.UnitBytes:
                return instruction with
                {
                    Entry = StoreEntry(EntryKind.Store, instruction, 0, PersistWord.Bytes, (ulong)request.Operand),
                    UpperEntry = StoreEntry(EntryKind.Store, instruction, PersistWord.Bytes, PersistWord.Bytes, request.Operand >> 64),
                };
            case EventKind.CompareExchange:
                return instruction with { Entry = StoreEntry(EntryKind.Store, instruction, 0, instruction.SizeBytes, request.Operand) };
            case EventKind.Flush:
                return instruction with { Entry = FlushEntry(instruction.Line) };
            default:
                return instruction;
        }
    }

    /// <inheritdoc/>
    public override bool Ignores(in MemoryInstruction instruction) => false;

    /// <inheritdoc/>
    public override bool IsChoice(in MemoryInstruction instruction) => instruction.Reads || instruction.Kind == EventKind.Fence;

    /// <inheritdoc/>
    public override bool IsEnabled(MemoryState state, int thread, in MemoryInstruction instruction)
    {
        int buffer = state.Thread(thread, BufferInt);
        return instruction.Kind switch
        {
            EventKind.Load or EventKind.CompareExchange => buffer == 0,
            EventKind.SpinUntil => buffer == 0 && instruction.Condition.IsSatisfiedBy(
                Read(state, thread, instruction.Line, instruction.OffsetBytes, instruction.SizeBytes), (ulong)instruction.Comparand),
            EventKind.Fence => !FenceWaitsFor(buffer),
            _ => Buffers[buffer].Length < StoreBuffers.Capacity - 3 || instruction.ContinuesWideStore,
        };
    }

    /// <inheritdoc/>
    public override bool CanRespond(MemoryState state, int thread) => true;

    /// <inheritdoc/>
    public override UInt128 Execute(MemoryState state, int thread, in MemoryInstruction instruction, int alternative)
    {
        switch (instruction.Kind)
        {
            case EventKind.Load:
            case EventKind.SpinUntil:
                return ReadVisible(state, instruction.Line, instruction.OffsetBytes, instruction.SizeBytes);
            case EventKind.CompareExchange:
                return CompareExchange(state, thread, instruction);
            case EventKind.Fence:
                CompleteFlushes(state, thread);
                return 0;
            default:
                state.SetThread(thread, BufferInt, Issue(state.Thread(thread, BufferInt), instruction));
                return 0;
        }
    }

    /// <inheritdoc/>
    internal override string OptimizedFlush => "flush by message";

    /// <inheritdoc/>
    internal override string CompleteFlush => "FLUSH";

    /// <inheritdoc/>
    internal override bool DrainsBefore(in MemoryInstruction read) => true;

    /// <inheritdoc/>
    internal override bool CompletesFlushes(in MemoryInstruction instruction) => instruction.Kind == EventKind.Fence;

    /// <inheritdoc/>
    /// <remarks>A message is answered after everything before it in the queue; else only FLUSHes hold up a completion.</remarks>
    internal override bool FenceWaitsFor(int buffer)
    {
        if (!IsNative) { return buffer != 0; }
        foreach (int entryId in Buffers[buffer])
        {
            if (!Buffers.Entry(entryId).Stores) { return true; }
        }
        return false;
    }

    /// <inheritdoc/>
    internal override int Issue(int buffer, in MemoryInstruction instruction)
    {
        int issued = Buffers.Push(buffer, instruction.Entry);
        return instruction.UpperEntry >= 0 ? Buffers.Push(issued, instruction.UpperEntry) : issued;
    }

    private int FlushEntry(CacheLine line) =>
        Buffers.InternEntry(new BufferEntry(IsNative ? EntryKind.Flush : EntryKind.FlushOptimized, line));

    private UInt128 CompareExchange(MemoryState state, int thread, in MemoryInstruction instruction)
    {
        UInt128 found = ReadLocked(state, instruction);
        if (found != instruction.Comparand) { return found; }
        if (Model.PersistsWhenVisible && !state.Crash()) { return found; }
        MakeVisible(state, thread, instruction.Entry);
        if (instruction.UpperEntry >= 0) { MakeVisible(state, thread, instruction.UpperEntry); }
        return found;
    }
}
