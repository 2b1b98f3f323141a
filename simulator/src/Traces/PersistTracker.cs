using System.Numerics;
using System.Runtime.InteropServices;
using Sim.CacheModel;

namespace Sim.Simulator.Traces;

/// <summary>Which lines of a trace are dirty, and which are flushed and wait for a fence.</summary>
/// <remarks>
/// One step per event: sets of lines are a word per page, so that a flush of a long range looks only at pages that the trace
/// wrote to. Memory is 0.5 KiB per page that was ever stored to.
/// A line is durable once it is flushed and then fenced without a store in between; what an eviction may have written back
/// earlier is not guaranteed and does not count.
/// </remarks>
public sealed class PersistTracker
{
    // Stands for the thread of a flush that needs no fence, so that its lines do not wait for those of a real thread.
    private const int NoThread = -2;

    private readonly PageIndex _pages = new();
    private readonly List<PageState> _states = [];
    private readonly List<LineState[]> _lines = [];
    private readonly Dictionary<int, List<PendingLines>> _pendingByThread = [];
    private List<PendingLines> _pending = [];
    private int _thread = -1;

    /// <summary>Lines that were ever stored to.</summary>
    public long LineCount { get; private set; }

    /// <summary>Lines with a store since their last flush.</summary>
    public long DirtyLineCount { get; private set; }

    /// <summary>Lines that were flushed and wait for a fence of the thread that flushed them.</summary>
    public long PendingLineCount { get; private set; }

    /// <summary>Whether anything is not durable.</summary>
    public bool HasUnpersisted => DirtyLineCount + PendingLineCount > 0;

    /// <summary>Records a store to one line.</summary>
    /// <param name="place">The place of its first byte.</param>
    /// <param name="text">The call stack.</param>
    public void Store(ulong place, int text)
    {
        int page = _pages.Add(place >> PageIndex.Shift);
        if (page == _states.Count)
        {
            _states.Add(default);
            _lines.Add(new LineState[64]);
        }
        int line = (int)(place >> CacheLine.Shift) & 63;
        ref PageState state = ref CollectionsMarshal.AsSpan(_states)[page];
        ulong bit = 1UL << line;
        if ((state.Stored & bit) == 0) { LineCount++; }
        if ((state.Dirty & bit) == 0) { DirtyLineCount++; }
        state.Stored |= bit;
        state.Dirty |= bit;
        ref LineState stored = ref _lines[page][line];
        stored.Text = text;
        stored.StoreCount++;
    }

    /// <summary>Records that a non-temporal store to a line waits for the next fence, as if it were flushed at once.</summary>
    public void StoreNonTemporal(ulong place, int text, int thread)
    {
        Store(place, text);
        Flush(place >> CacheLine.Shift, 1, thread);
    }

    /// <summary>Whether a thread flushed a dirty line since its last fence.</summary>
    public bool HasPending(int thread) => PendingOf(thread).Count > 0;

    /// <summary>Records a write-back of consecutive lines.</summary>
    /// <param name="firstLine">The place of the first line, in lines.</param>
    /// <param name="lineCount">How many lines.</param>
    /// <param name="thread">The thread, whose next fence makes them durable.</param>
    public FlushedLines Flush(ulong firstLine, ulong lineCount, int thread)
    {
        List<PendingLines> pending = PendingOf(thread);
        FlushedLines result = new() { Clean = (long)Math.Min(lineCount, long.MaxValue), LastStore = -1 };
        ulong end = firstLine + lineCount;
        ulong firstPage = firstLine >> 6;
        ulong pageCount = lineCount == 0 ? 0 : ((end - 1) >> 6) - firstPage + 1;
        if (pageCount <= (ulong)_pages.Count)
        {
            for (ulong i = 0; i < pageCount; i++)
            {
                if (_pages.Find(firstPage + i) is int page and >= 0) { FlushPage(page, LinesOf(firstPage + i, firstLine, end), pending, ref result); }
            }
        }
        else
        {
            for (int page = 0; page < _pages.Count; page++)
            {
                if (_pages[page] - firstPage < pageCount) { FlushPage(page, LinesOf(_pages[page], firstLine, end), pending, ref result); }
            }
        }
        return result;
    }

    /// <summary>Records a write-back that waits for no fence: <c>clflush</c>.</summary>
    /// <param name="firstLine">The place of the first line, in lines.</param>
    /// <param name="lineCount">How many lines.</param>
    /// <param name="fenced">What became durable.</param>
    public FlushedLines FlushAtOnce(ulong firstLine, ulong lineCount, out FencedLines fenced)
    {
        FlushedLines flushed = Flush(firstLine, lineCount, NoThread);
        fenced = Fence(NoThread);
        return flushed;
    }

    /// <summary>Records a fence of a thread: lines that it flushed before are durable, unless they were stored to again.</summary>
    /// <returns>What became durable.</returns>
    public FencedLines Fence(int thread)
    {
        FencedLines result = default;
        List<PendingLines> pending = PendingOf(thread);
        Span<PageState> states = CollectionsMarshal.AsSpan(_states);
        foreach (PendingLines flushed in pending) { states[flushed.Page].Fenced |= flushed.Lines; }
        foreach (PendingLines flushed in pending)
        {
            ref PageState state = ref states[flushed.Page];
            ulong fenced = state.Fenced & state.Pending;
            result.Lines += BitOperations.PopCount(fenced);

            // A block of 256 bytes is four lines: gather each group of four bits into its lowest.
            ulong pairs = fenced | (fenced >> 1);
            result.Blocks += BitOperations.PopCount((pairs | (pairs >> 2)) & 0x1111_1111_1111_1111UL);
            state.Pending &= ~fenced;
            state.Fenced = 0;
            result.Stores += flushed.StoreCount;
        }
        PendingLineCount -= result.Lines;
        PendingStores -= result.Stores;
        pending.Clear();
        return result;
    }

    /// <summary>Whether everything stored to a line is durable.</summary>
    public bool IsDurable(ulong place) =>
        _pages.Find(place >> PageIndex.Shift) is not (int page and >= 0)
        || ((_states[page].Dirty | _states[page].Pending) & (1UL << ((int)(place >> CacheLine.Shift) & 63))) == 0;

    /// <summary>Stores (pieces of one line) that were flushed and wait for a fence.</summary>
    public long PendingStores { get; private set; }

    /// <summary>Every line with a store that was never flushed since, in the order of its page's first store.</summary>
    public IEnumerable<UnflushedLine> Unflushed()
    {
        for (int page = 0; page < _pages.Count; page++)
        {
            for (ulong left = _states[page].Dirty; left != 0; left &= left - 1)
            {
                int line = BitOperations.TrailingZeroCount(left);
                LineState state = _lines[page][line];
                yield return new UnflushedLine((_pages[page] << PageIndex.Shift) + ((ulong)line << CacheLine.Shift), state.Text, state.StoreCount);
            }
        }
    }

    /// <summary>Every line that was flushed and waits for a fence.</summary>
    public IEnumerable<UnflushedLine> Unfenced()
    {
        for (int page = 0; page < _pages.Count; page++)
        {
            for (ulong left = _states[page].Pending; left != 0; left &= left - 1)
            {
                int line = BitOperations.TrailingZeroCount(left);
                yield return new UnflushedLine((_pages[page] << PageIndex.Shift) + ((ulong)line << CacheLine.Shift), _lines[page][line].Text, 0);
            }
        }
    }

    private void FlushPage(int page, ulong lines, List<PendingLines> pending, ref FlushedLines result)
    {
        ref PageState state = ref CollectionsMarshal.AsSpan(_states)[page];
        ulong dirty = lines & state.Dirty;
        ulong again = lines & state.Pending & ~dirty;
        if ((lines & state.Stored) is ulong stored and not 0) { result.LastStore = _lines[page][BitOperations.TrailingZeroCount(stored)].Text; }
        int dirtyCount = BitOperations.PopCount(dirty);
        int againCount = BitOperations.PopCount(again);
        result.Dirty += dirtyCount;
        result.Repeated += againCount;
        result.Clean -= dirtyCount + againCount;
        if (dirty == 0) { return; }
        DirtyLineCount -= dirtyCount;
        PendingLineCount += BitOperations.PopCount(dirty & ~state.Pending);
        state.Pending |= dirty;
        state.Dirty &= ~dirty;
        LineState[] cells = _lines[page];
        long stores = 0;
        for (ulong left = dirty; left != 0; left &= left - 1)
        {
            ref LineState line = ref cells[BitOperations.TrailingZeroCount(left)];
            stores += line.StoreCount;
            line.StoreCount = 0;
        }
        PendingStores += stores;
        pending.Add(new PendingLines(page, dirty, stores));
    }

    private List<PendingLines> PendingOf(int thread)
    {
        if (thread == _thread) { return _pending; }
        if (!_pendingByThread.TryGetValue(thread, out List<PendingLines>? pending)) { _pendingByThread.Add(thread, pending = []); }
        (_thread, _pending) = (thread, pending);
        return pending;
    }

    private static ulong LinesOf(ulong page, ulong firstLine, ulong end)
    {
        ulong start = page << 6;
        ulong mask = ulong.MaxValue;
        if (firstLine > start) { mask &= ulong.MaxValue << (int)(firstLine - start); }
        if (end - start < 64) { mask &= (1UL << (int)(end - start)) - 1; }
        return mask;
    }

    private struct PageState
    {
        public ulong Stored;
        public ulong Dirty;
        public ulong Pending;
        public ulong Fenced;
    }

    private readonly record struct PendingLines(int Page, ulong Lines, long StoreCount);

    private struct LineState
    {
        public int Text;
        public int StoreCount;
    }
}

/// <summary>What a flush found.</summary>
public struct FlushedLines
{
    /// <summary>Lines with a store since their last flush.</summary>
    public long Dirty { readonly get; set; }

    /// <summary>Lines without a store since a flush for which no fence has waited yet.</summary>
    public long Repeated { readonly get; set; }

    /// <summary>All other lines: nothing to write back.</summary>
    public long Clean { readonly get; set; }

    /// <summary>The call stack of the last store to the first line that was ever stored to, or -1.</summary>
    public int LastStore { readonly get; set; }
}

/// <summary>What a fence made durable.</summary>
public struct FencedLines
{
    /// <summary>Lines of 64 bytes.</summary>
    public int Lines { readonly get; set; }

    /// <summary>Blocks of 256 bytes with at least one such line.</summary>
    public int Blocks { readonly get; set; }

    /// <summary>Stores in those lines, counted once per line that they touch.</summary>
    public long Stores { readonly get; set; }
}

/// <summary>A line that is not durable.</summary>
/// <param name="Place">The place of its first byte.</param>
/// <param name="Text">The call stack of the last store to it.</param>
/// <param name="StoreCount">Stores since its last flush.</param>
public readonly record struct UnflushedLine(ulong Place, int Text, int StoreCount);
