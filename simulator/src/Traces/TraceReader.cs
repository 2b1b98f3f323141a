using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Sim.Simulator.Traces;

/// <summary>Reads a trace file block by block; every block's checksum is verified before its records are believed.</summary>
public sealed class TraceReader : ITraceReader
{
    private readonly Stream _stream;
    private readonly byte[] _block = new byte[TraceFormat.MaxBlockBytes + (2 * TraceFormat.MaxRecordBytes)];
    private readonly int[] _previousText = new int[16];
    private readonly ulong[] _previousAddress = new ulong[16];
    private long _blockOffset = TraceFormat.HeaderBytes;
    private long _nextOffset = TraceFormat.HeaderBytes;
    private int _position;
    private int _end;
    private int _eventsLeft;
    private long _eventCount;
    private ushort _thread;
    private bool _isComplete;

    /// <summary>Opens a trace and checks its header.</summary>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="stream">The file; disposed of with the reader.</param>
    /// <exception cref="InputException">This is no trace file, or one of another version.</exception>
    public TraceReader(string name, Stream stream)
    {
        Name = name;
        _stream = stream;
        Span<byte> header = stackalloc byte[TraceFormat.HeaderBytes];
        if (ReadFully(header) < header.Length || !header.StartsWith(TraceFormat.Magic)) { throw new InputException($"{name}: byte 0: expected the header of a trace"); }
        int version = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
        if (version != TraceFormat.Version) { throw new InputException($"{name}: byte 8: the version is {version}, expected {TraceFormat.Version}"); }
        if (BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) != TraceFormat.Checksum(header[..12], []))
        {
            throw new InputException($"{name}: byte 12: the header's checksum is wrong: the file is damaged");
        }
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public TraceTexts Texts { get; } = new();

    /// <inheritdoc/>
    public int Read(Span<TraceEvent> events)
    {
        int count = 0;
        while (count < events.Length)
        {
            if (_position >= _end)
            {
                if (_isComplete || !ReadBlock()) { break; }
                continue;
            }
            if (ReadRecord(ref events[count])) { count++; }
        }
        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private bool ReadBlock()
    {
        if (_eventsLeft != 0) { Damage("the block holds fewer events than its header says"); }
        _blockOffset = _nextOffset;
        Span<byte> head = stackalloc byte[TraceFormat.BlockHeaderBytes];
        if (ReadFully(head) < head.Length) { Damage("the trace is cut off: expected a block"); }
        int length = BinaryPrimitives.ReadInt32LittleEndian(head);
        _eventsLeft = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
        if (length is < 1 or > TraceFormat.MaxBlockBytes) { Damage($"the block's length is {length}, expected 1 to {TraceFormat.MaxBlockBytes}"); }
        bool isEnd = _eventsLeft == TraceFormat.EndMark && length == sizeof(ulong);
        if (!isEnd && (_eventsLeft < 0 || _eventsLeft > length)) { Damage($"the block claims {_eventsLeft} events in {length} bytes"); }
        int found = ReadFully(_block.AsSpan(0, length));
        if (found < length) { Damage($"the trace is cut off: the block has {found} of its {length} bytes"); }
        if (BinaryPrimitives.ReadUInt32LittleEndian(head[8..]) != TraceFormat.Checksum(head[..8], _block.AsSpan(0, length)))
        {
            Damage("the block's checksum is wrong: the file is damaged");
        }
        _nextOffset += head.Length + length;
        (_position, _end, _thread) = (0, length, 0);
        Array.Clear(_previousText);
        Array.Clear(_previousAddress);
        if (isEnd) { CheckEnd(); }
        return !_isComplete;
    }

    private void CheckEnd()
    {
        ulong written = BinaryPrimitives.ReadUInt64LittleEndian(_block);
        if (written != (ulong)_eventCount) { Damage($"the trace ends after {_eventCount} events, expected {written}"); }
        if (ReadFully(stackalloc byte[1]) != 0) { Damage("something follows the end of the trace"); }
        (_isComplete, _end) = (true, 0);
    }

    /// <summary>Decodes one record; false if it was a text or a change of thread.</summary>
    private bool ReadRecord(ref TraceEvent item)
    {
        int tag = _block[_position++];
        int kind = tag & 15;
        int detail = tag >> 4;
        if (kind is TraceFormat.TextTag) { return ReadText(); }
        if (kind is TraceFormat.ThreadTag)
        {
            _thread = (ushort)Bounded(ushort.MaxValue, "thread");
            return false;
        }
        if (--_eventsLeft < 0) { Damage("the block holds more events than its header says"); }
        item = default;
        item.Kind = (TraceEventKind)kind;
        item.Thread = _thread;
        switch (item.Kind)
        {
            case TraceEventKind.Store:
            case TraceEventKind.NonTemporalStore:
            case TraceEventKind.LockedStore:
                ReadAccess(ref item, kind, detail);
                int unused = 8 * (8 - (int)item.Length);
                item.Value = Unsafe.ReadUnaligned<ulong>(ref _block[_position]) << unused >> unused;
                _position += (int)item.Length;
                break;
            case TraceEventKind.Load:
                ReadAccess(ref item, kind, detail);
                break;
            case TraceEventKind.Flush:
            case TraceEventKind.DeepSync:
                item.Variant = (byte)(detail & (TraceFormat.ShortBit - 1));
                if (item.Variant > 3) { Damage($"a flush of kind {item.Variant}"); }
                item.Address = Address(kind);
                item.Length = (detail & TraceFormat.ShortBit) != 0 ? TraceEvent.OneLine : Varint();
                item.Text = PreviousText(kind);
                CheckRange(item);
                break;
            case TraceEventKind.Fence:
                item.Variant = (byte)detail;
                if (detail > 1) { Damage($"a fence of kind {detail}"); }
                item.Text = PreviousText(kind);
                break;
            case TraceEventKind.Map:
                item.Text = KnownText();
                item.Address = Varint();
                item.Length = Varint();
                item.Value = Varint();
                CheckRange(item);
                break;
            case TraceEventKind.Marker:
            case TraceEventKind.Crash:
                item.Text = KnownText();
                break;
            default:
                Damage($"there is no record of kind {kind}");
                break;
        }
        if (_position > _end) { Damage("a record runs over the end of its block"); }
        _eventCount++;
        return true;
    }

    private void ReadAccess(ref TraceEvent item, int kind, int detail)
    {
        item.Length = (ulong)(detail & (TraceFormat.ShortBit - 1)) + 1;
        item.Address = Address(kind);
        _previousAddress[kind] += item.Length;
        item.Text = (detail & TraceFormat.ShortBit) != 0 ? CheckText(_previousText[kind]) : PreviousText(kind);
        CheckRange(item);
    }

    private bool ReadText()
    {
        int length = (int)Bounded(TraceFormat.MaxTextBytes, "length of a text");
        if (length > _end - _position) { Damage("a text runs over the end of its block"); }
        int known = Texts.Count;
        if (!Texts.TryIntern(_block.AsSpan(_position, length), out int id)) { Damage($"the texts exceed {TraceTexts.MaxTotalBytes} bytes"); }
        if (id != known) { Damage("a text is defined twice"); }
        _position += length;
        return false;
    }

    private ulong Address(int kind) => _previousAddress[kind] += TraceFormat.UnZigZag(Varint());

    private int PreviousText(int kind)
    {
        long text = _previousText[kind] + (long)TraceFormat.UnZigZag(Varint());
        if (text < 0 || text >= Texts.Count) { Damage($"text {text} is not defined"); }
        return _previousText[kind] = (int)text;
    }

    private int KnownText() => CheckText((int)Bounded(int.MaxValue, "text"));

    private int CheckText(int text)
    {
        if (text >= Texts.Count) { Damage($"text {text} is not defined"); }
        return text;
    }

    private void CheckRange(in TraceEvent item)
    {
        if (item.Length > ulong.MaxValue - item.Address) { Damage($"the range 0x{item.Address:x} of {item.Length} bytes leaves the address space"); }
    }

    private ulong Bounded(ulong maximum, string what)
    {
        ulong value = Varint();
        if (value > maximum) { Damage($"{what} is {value}, expected at most {maximum}"); }
        return value;
    }

    private ulong Varint()
    {
        // The buffer is longer than any block, so that a damaged number is read to its end before it is judged.
        ulong value = _block[_position++];
        if (value < 0x80) { return value; }
        value &= 0x7f;
        for (int shift = 7; shift < 64; shift += 7)
        {
            ulong next = _block[_position++];
            value |= (next & 0x7f) << shift;
            if (next < 0x80) { return value; }
        }
        Damage("a number has more than 10 bytes");
        return 0;
    }

    private int ReadFully(Span<byte> buffer)
    {
        try
        {
            return _stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            throw new InputException($"{Name}: byte {_nextOffset} of the uncompressed trace: the gzip data are damaged");
        }
    }

    [DoesNotReturn]
    private void Damage(string what) => throw new InputException($"{Name}: byte {_blockOffset + Math.Min(_position, _end)}: {what}");
}
