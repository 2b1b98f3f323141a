using System.IO.Compression;

namespace Sim.Simulator.Traces;

/// <summary>Opens what users call a trace: a trace file or a pmemcheck log, each plain or compressed with gzip.</summary>
public static class TraceFile
{
    private const int BufferBytes = 1 << 17;

    /// <summary>Opens a trace, whose first bytes tell what it is.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It cannot be read, or is none of these.</exception>
    public static ITraceReader Open(string path)
    {
        try
        {
            return Open(path, new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot read {path}: {Reason(path, failure)}");
        }
    }

    /// <summary>Opens a trace that is not in a file of its own.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="stream">Its bytes; disposed of with the reader.</param>
    /// <exception cref="InputException">It is no trace.</exception>
    public static ITraceReader Open(string name, Stream stream)
    {
        Stream content = Unpack(stream);
        try
        {
            byte[] start = new byte[TraceFormat.Magic.Length];
            int count = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            Stream whole = new PrefixedStream(start.AsMemory(0, count), content);
            return start.AsSpan(0, count).SequenceEqual(TraceFormat.Magic) ? new TraceReader(name, whole) : new PmemcheckReader(name, whole);
        }
        catch (Exception failure)
        {
            content.Dispose();
            if (failure is not InvalidDataException) { throw; }
            throw new InputException($"{name}: byte 0: the gzip data are damaged");
        }
    }

    /// <summary>Opens a file for reading from its start, and unpacks it if it is compressed.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static Stream OpenContent(string path)
    {
        try
        {
            return Unpack(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"cannot read {path}: {Reason(path, failure)}");
        }
    }

    private static Stream Unpack(Stream stream)
    {
        byte[] start = new byte[2];
        int count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        Stream whole = new PrefixedStream(start.AsMemory(0, count), stream);
        return count == 2 && start[0] == 0x1f && start[1] == 0x8b ? new GZipStream(whole, CompressionMode.Decompress) : whole;
    }

    private static string Reason(string path, Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => Directory.Exists(path) ? "it is a directory" : "permission denied",
        _ => failure.Message,
    };

    /// <summary>A stream whose first bytes were read already.</summary>
    private sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : Stream
    {
        private ReadOnlyMemory<byte> _prefix = prefix;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            if (_prefix.IsEmpty) { return rest.Read(buffer); }
            int count = Math.Min(buffer.Length, _prefix.Length);
            _prefix.Span[..count].CopyTo(buffer);
            _prefix = _prefix[count..];
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) { rest.Dispose(); }
            base.Dispose(disposing);
        }
    }
}
