using System.Buffers.Binary;

namespace Sim.Simulator.Traces;

/// <summary>Writes a trace file: blocks of delta-coded records, each with a checksum.</summary>
public sealed class TraceWriter : IDisposable
{
    private readonly Stream _stream;
    private readonly TraceTexts _texts = new();
    private readonly byte[] _block = new byte[TraceFormat.BlockHeaderBytes + TraceFormat.BlockBytes + TraceFormat.MaxTextBytes + TraceFormat.MaxRecordBytes];
    private readonly int[] _previousText = new int[16];
    private readonly ulong[] _previousAddress = new ulong[16];
    private int _length = TraceFormat.BlockHeaderBytes;
    private int _blockEvents;
    private ushort _thread;

    /// <summary>Starts a trace.</summary>
    /// <param name="stream">Where to; the caller disposes of it.</param>
    public TraceWriter(Stream stream)
    {
        _stream = stream;
        Span<byte> header = stackalloc byte[TraceFormat.HeaderBytes];
        TraceFormat.Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], TraceFormat.Version);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], TraceFormat.Checksum(header[..12], []));
        _stream.Write(header);
    }

    /// <summary>Events written so far.</summary>
    public long EventCount { get; private set; }

    /// <summary>The number of a text, which is written when it is met for the first time.</summary>
    /// <exception cref="InputException">The text is too long, or there are too many.</exception>
    public int Text(ReadOnlySpan<byte> text)
    {
        int known = _texts.Count;
        if (text.Length > TraceFormat.MaxTextBytes) { throw new InputException($"a text of {text.Length} bytes, expected at most {TraceFormat.MaxTextBytes}"); }
        if (!_texts.TryIntern(text, out int id)) { throw new InputException($"the texts of the trace exceed {TraceTexts.MaxTotalBytes} bytes"); }
        if (id == known)
        {
            Put(TraceFormat.TextTag);
            PutVarint((ulong)text.Length);
            text.CopyTo(_block.AsSpan(_length));
            _length += text.Length;
            CloseFullBlock();
        }
        return id;
    }

    /// <summary>Writes an event, whose text must be a number that <see cref="Text"/> gave.</summary>
    public void Write(in TraceEvent item)
    {
        if (item.Thread != _thread) { PutThread(item.Thread); }
        int kind = (int)item.Kind;
        switch (item.Kind)
        {
            case TraceEventKind.Store:
            case TraceEventKind.NonTemporalStore:
            case TraceEventKind.LockedStore:
                PutAccess(item, kind);
                BinaryPrimitives.WriteUInt64LittleEndian(_block.AsSpan(_length), item.Value);
                _length += (int)item.Length;
                break;
            case TraceEventKind.Load:
                PutAccess(item, kind);
                break;
            case TraceEventKind.Flush:
            case TraceEventKind.DeepSync:
                bool isLine = item.Length == TraceEvent.OneLine;
                Put(kind | (item.Variant << 4) | (isLine ? TraceFormat.ShortBit << 4 : 0));
                PutAddress(item.Address, kind);
                if (!isLine) { PutVarint(item.Length); }
                PutText(item.Text, kind);
                break;
            case TraceEventKind.Fence:
                Put(kind | (item.Variant << 4));
                PutText(item.Text, kind);
                break;
            case TraceEventKind.Map:
                Put(kind);
                PutVarint((ulong)item.Text);
                PutVarint(item.Address);
                PutVarint(item.Length);
                PutVarint(item.Value);
                break;
            default:
                Put(kind);
                PutVarint((ulong)item.Text);
                break;
        }
        _blockEvents++;
        EventCount++;
        CloseFullBlock();
    }

    /// <summary>Writes what is left and the end block, without which a trace counts as cut off.</summary>
    public void Complete()
    {
        if (_length > TraceFormat.BlockHeaderBytes) { CloseBlock(); }
        BinaryPrimitives.WriteUInt64LittleEndian(_block.AsSpan(_length), (ulong)EventCount);
        _length += sizeof(ulong);
        _blockEvents = TraceFormat.EndMark;
        CloseBlock();
        _stream.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Flush();

    private void PutAccess(in TraceEvent item, int kind)
    {
        bool isSameText = _previousText[kind] == item.Text;
        Put(kind | ((int)(item.Length - 1) << 4) | (isSameText ? TraceFormat.ShortBit << 4 : 0));
        PutAddress(item.Address, kind);
        _previousAddress[kind] += item.Length;
        if (!isSameText) { PutText(item.Text, kind); }
    }

    private void PutAddress(ulong address, int kind)
    {
        PutVarint(TraceFormat.ZigZag(address - _previousAddress[kind]));
        _previousAddress[kind] = address;
    }

    private void PutText(int text, int kind)
    {
        PutVarint(TraceFormat.ZigZag((ulong)(long)(text - _previousText[kind])));
        _previousText[kind] = text;
    }

    private void PutThread(ushort thread)
    {
        Put(TraceFormat.ThreadTag);
        PutVarint(thread);
        _thread = thread;
    }

    private void Put(int value) => _block[_length++] = (byte)value;

    private void PutVarint(ulong value)
    {
        while (value >= 0x80)
        {
            _block[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }
        _block[_length++] = (byte)value;
    }

    private void CloseFullBlock()
    {
        if (_length >= TraceFormat.BlockBytes) { CloseBlock(); }
    }

    private void CloseBlock()
    {
        Span<byte> block = _block.AsSpan(0, _length);
        BinaryPrimitives.WriteInt32LittleEndian(block, _length - TraceFormat.BlockHeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(block[4..], _blockEvents);
        BinaryPrimitives.WriteUInt32LittleEndian(block[8..], TraceFormat.Checksum(block[..8], block[TraceFormat.BlockHeaderBytes..]));
        _stream.Write(block);
        _length = TraceFormat.BlockHeaderBytes;
        _blockEvents = 0;
        _thread = 0;
        Array.Clear(_previousText);
        Array.Clear(_previousAddress);
    }
}
