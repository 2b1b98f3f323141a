using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Sim.Simulator.Traces;

/// <summary>Reads a store log of pmemcheck (valgrind, <c>--log-stores=yes</c>) as it streams by.</summary>
/// <remarks>
/// A log is <c>START|record|...|STOP</c> on one line, perhaps between other output of valgrind. Fields are separated by
/// semicolons: <c>STORE;address;value;size;frame;...</c>, <c>FLUSH;address;size</c>, <c>FENCE</c>,
/// <c>REGISTER_FILE;path;base;size;offset</c>, <c>DEEP_SYNC;address;size</c>; anything else is the program's own marker.
/// Addresses are passed on as they stand; see <see cref="TraceEvent.FlushedLines"/> for what an unaligned flush means.
/// </remarks>
public sealed class PmemcheckReader : ITraceReader
{
    private const int MaxRecordBytes = 1 << 16;
    private const int BufferBytes = 1 << 18;
    private const int MaxPreambleBytes = 1 << 20;

    private readonly Stream _stream;
    private byte[] _buffer = new byte[BufferBytes];
    private long _bufferOffset;
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private bool _isComplete;
    private int _recordStart;
    private long _recordCount;

    /// <summary>Opens a log and finds its beginning.</summary>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="stream">The log, uncompressed; disposed of with the reader.</param>
    /// <exception cref="InputException">There is no <c>START</c> near the beginning.</exception>
    public PmemcheckReader(string name, Stream stream)
    {
        Name = name;
        _stream = stream;
        while (NextToken() is var token)
        {
            if (token.TrimEnd((byte)' ').EndsWith("START"u8)) { return; }
            if (_isAtEnd && _start >= _end || _bufferOffset + _start > MaxPreambleBytes)
            {
                throw new InputException($"{name}: neither a trace nor a pmemcheck log: expected 'START|' near the beginning");
            }
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
        while (count < events.Length && !_isComplete)
        {
            if (_isAtEnd && _start >= _end) { FailCutOff(); }
            if (Parse(NextRecord(), ref events[count])) { count++; }
        }
        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    /// <summary>Parses a record; false if it was the end.</summary>
    private bool Parse(ReadOnlySpan<byte> record, ref TraceEvent item)
    {
        item = default;
        if (record.StartsWith("STORE;"u8)) { ParseStore(record[6..], ref item); }
        else if (record.SequenceEqual("FENCE"u8)) { item.Kind = TraceEventKind.Fence; }
        else if (record.StartsWith("FLUSH;"u8)) { ParseRange(record[6..], TraceEventKind.Flush, ref item); }
        else if (record.StartsWith("REGISTER_FILE;"u8)) { ParseMapping(record[14..], ref item); }
        else if (record.StartsWith("DEEP_SYNC;"u8)) { ParseRange(record[10..], TraceEventKind.DeepSync, ref item); }
        else if (record.SequenceEqual("STOP"u8))
        {
            ReadToEnd();
            return false;
        }
        else { ParseMarker(record, ref item); }
        _recordCount++;
        return true;
    }

    private void ParseStore(ReadOnlySpan<byte> fields, ref TraceEvent item)
    {
        item.Kind = TraceEventKind.Store;
        item.Address = Hex(ref fields, "address");
        item.Value = Hex(ref fields, "value");
        item.Length = Hex(ref fields, "size");
        if (item.Length is 0 or > 8) { Fail($"the size of a store is {item.Length}, expected 1 to 8"); }
        if (item.Length < 8 && item.Value >> (8 * (int)item.Length) != 0) { Fail($"the value 0x{item.Value:x} does not fit into {item.Length} bytes"); }
        CheckRange(item);
        item.Text = Intern(fields);
    }

    private void ParseRange(ReadOnlySpan<byte> fields, TraceEventKind kind, ref TraceEvent item)
    {
        item.Kind = kind;
        item.Address = Hex(ref fields, "address");
        item.Length = Hex(ref fields, "size");
        if (!fields.IsEmpty) { Fail("expected the end of the record"); }
        CheckRange(item);
    }

    private void ParseMapping(ReadOnlySpan<byte> fields, ref TraceEvent item)
    {
        // A path may hold any character, semicolons too: the numbers are found from the end.
        item.Kind = TraceEventKind.Map;
        int offsetAt = fields.LastIndexOf((byte)';');
        int sizeAt = offsetAt < 0 ? -1 : fields[..offsetAt].LastIndexOf((byte)';');
        int baseAt = sizeAt < 0 ? -1 : fields[..sizeAt].LastIndexOf((byte)';');
        if (baseAt <= 0) { Fail("a file registration has too few fields, expected path, base, size and offset"); }
        ReadOnlySpan<byte> numbers = fields[(baseAt + 1)..];
        item.Address = Hex(ref numbers, "base");
        item.Length = Hex(ref numbers, "size");
        item.Value = Hex(ref numbers, "offset");
        CheckRange(item);
        item.Text = Intern(fields[..baseAt]);
    }

    private void ParseMarker(ReadOnlySpan<byte> name, ref TraceEvent item)
    {
        if (name.IsEmpty) { Fail("an empty record"); }
        if (!Utf8.IsValid(name) || name.IndexOfAnyInRange((byte)0, (byte)31) >= 0 || name.IndexOf(";0x"u8) >= 0)
        {
            Fail($"'{Excerpt(name)}' is neither a record nor the name of a marker");
        }
        item.Kind = TraceEventKind.Marker;
        item.Text = Intern(name);
    }

    /// <summary>Reads a field <c>0x...</c> and steps over it and the semicolon behind it.</summary>
    private ulong Hex(ref ReadOnlySpan<byte> fields, string field)
    {
        ulong value = 0;
        int i = 2;
        bool hasPrefix = fields.Length > 2 && fields[0] == '0' && fields[1] == 'x';
        for (; hasPrefix && i < fields.Length; i++)
        {
            int digit = fields[i];
            if (digit is >= '0' and <= '9') { digit -= '0'; }
            else if ((digit | 0x20) is >= 'a' and <= 'f') { digit = (digit | 0x20) - 'a' + 10; }
            else { break; }
            value = (value << 4) | (uint)digit;
        }
        if (!hasPrefix || i is 2 or > 18 || (i < fields.Length && fields[i] != ';')) { Fail($"{field} is '{Excerpt(fields)}', expected a hexadecimal number"); }
        fields = i < fields.Length ? fields[(i + 1)..] : [];
        return value;
    }

    /// <summary>The next record without what valgrind may have written behind it.</summary>
    private ReadOnlySpan<byte> NextRecord()
    {
        ReadOnlySpan<byte> record = NextToken();
        if (record.IsEmpty && _isAtEnd && _start >= _end) { FailCutOff(); }
        while (IsSplit(record))
        {
            if (StandsBeforeRecord())
            {
                record = _buffer.AsSpan(_recordStart, _start - 1 - _recordStart);
                break;
            }
            record = ScanToken(_start);
            if (record.Length > MaxRecordBytes) { Fail($"a record of more than {MaxRecordBytes} bytes"); }
        }
        int newline = record.IndexOf((byte)'\n');
        if (newline < 0) { return record; }
        if (!record.StartsWith("STOP"u8)) { CheckForeign(record[(newline + 1)..]); }
        return record[..newline].TrimEnd((byte)'\r');
    }

    /// <summary>Whether a vertical bar inside a path or a C++ name (<c>operator||</c>) was taken for the end of the record.</summary>
    private bool IsSplit(ReadOnlySpan<byte> record)
    {
        if (_isAtEnd && _start >= _end) { return false; }
        if (record.StartsWith("STORE;"u8))
        {
            // A frame ends with ')' or, if nothing is known about it, with '???'; without frames the size is the end.
            byte last = record[^1];
            if (last == (byte)')' || record.Count((byte)';') < 4) { return false; }
            return !record.Contains((byte)'\n') && !record.EndsWith("???"u8);
        }
        return record.StartsWith("REGISTER_FILE;"u8) && record.Count((byte)';') < 4;
    }

    /// <summary>Whether what follows is certainly a record, so that a frame without an end is damage and no C++ name.</summary>
    private bool StandsBeforeRecord()
    {
        const int LongestKeyword = 14;
        if (_end - _start < LongestKeyword && !_isAtEnd) { Refill(); }
        ReadOnlySpan<byte> next = _buffer.AsSpan(_start, _end - _start);
        return next.StartsWith("STORE;0x"u8) || next.StartsWith("FLUSH;0x"u8) || next.StartsWith("FENCE|"u8) || next.StartsWith("REGISTER_FILE;"u8)
            || next.StartsWith("DEEP_SYNC;0x"u8) || next.StartsWith("STOP"u8);
    }

    /// <summary>Checks that the text between two records is output of valgrind, which writes messages wherever it is.</summary>
    private void CheckForeign(ReadOnlySpan<byte> text)
    {
        foreach (Range range in text.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = text[range].Trim((byte)'\r');
            if (!line.IsEmpty && !line.StartsWith("=="u8) && !line.StartsWith("--"u8) && !line.StartsWith("**"u8))
            {
                Fail($"'{Excerpt(line)}' stands between two records");
            }
        }
    }

    private ReadOnlySpan<byte> NextToken()
    {
        _recordStart = _start;
        return ScanToken(_start);
    }

    /// <summary>The bytes from the record's start to the next vertical bar, or to the end of the log.</summary>
    private ReadOnlySpan<byte> ScanToken(int from)
    {
        while (true)
        {
            int bar = _buffer.AsSpan(from, _end - from).IndexOf((byte)'|');
            if (bar >= 0)
            {
                _start = from + bar + 1;
                return _buffer.AsSpan(_recordStart, from + bar - _recordStart);
            }
            if (_isAtEnd)
            {
                _start = _end;
                return _buffer.AsSpan(_recordStart, _end - _recordStart);
            }
            int read = Refill();
            from = _end - read;
        }
    }

    /// <summary>Moves the unfinished record to the start of the buffer and reads on; gives how many bytes are new.</summary>
    private int Refill()
    {
        int kept = _end - _recordStart;
        if (kept > MaxRecordBytes && _recordCount > 0) { Fail($"a record of more than {MaxRecordBytes} bytes"); }
        if (kept > MaxPreambleBytes) { Fail("neither a trace nor a pmemcheck log: expected 'START|' near the beginning"); }
        if (kept > _buffer.Length / 2) { Array.Resize(ref _buffer, _buffer.Length * 2); }
        _buffer.AsSpan(_recordStart, kept).CopyTo(_buffer);
        _bufferOffset += _recordStart;
        (_start, _end, _recordStart) = (_start - _recordStart, kept, 0);
        int read;
        try
        {
            read = _stream.Read(_buffer, kept, _buffer.Length - kept);
        }
        catch (InvalidDataException)
        {
            throw new InputException($"{Name}: byte {_bufferOffset + kept} of the uncompressed log: the gzip data are damaged");
        }
        _isAtEnd = read == 0;
        _end += read;
        return read;
    }

    /// <summary>Reads what follows the log, which also makes sure that compressed data are whole.</summary>
    private void ReadToEnd()
    {
        while (!_isAtEnd)
        {
            (_start, _recordStart) = (_end, _end);
            Refill();
        }
        _isComplete = true;
    }

    private int Intern(ReadOnlySpan<byte> text)
    {
        if (!Texts.TryIntern(text, out int id)) { Fail($"the call stacks and markers exceed {TraceTexts.MaxTotalBytes} bytes"); }
        return id;
    }

    private void CheckRange(in TraceEvent item)
    {
        if (item.Length > ulong.MaxValue - item.Address) { Fail($"the range 0x{item.Address:x} of {item.Length} bytes leaves the address space"); }
    }

    private static string Excerpt(ReadOnlySpan<byte> text)
    {
        const int MaxShown = 40;
        StringBuilder shown = new();
        foreach (char c in Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxShown)]))
        {
            shown.Append(char.IsControl(c) || c == '\uFFFD' ? '?' : c);
        }
        return text.Length > MaxShown ? $"{shown}..." : shown.ToString();
    }

    [DoesNotReturn]
    private void FailCutOff()
    {
        _recordStart = _end;
        Fail("the log is cut off: expected a record or STOP");
    }

    [DoesNotReturn]
    private void Fail(string what) => throw new InputException(string.Create(CultureInfo.InvariantCulture,
        $"{Name}: byte {_bufferOffset + _recordStart}, record {_recordCount + 1}: {what}"));
}
