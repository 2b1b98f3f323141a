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
        Stream content = OpenContent(path);
        try
        {
            byte[] start = new byte[TraceFormat.Magic.Length];
            int count = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            Stream whole = new PrefixedStream(start.AsMemory(0, count), content);
            return start.AsSpan(0, count).SequenceEqual(TraceFormat.Magic) ? new TraceReader(path, whole) : new PmemcheckReader(path, whole);
        }
        catch (Exception failure)
        {
            content.Dispose();
            if (failure is not (InvalidDataException or IOException)) { throw; }
            throw new InputException($"{path}: byte 0: the gzip data are damaged");
        }
    }

    /// <summary>Opens a file for reading from its start, and unpacks it if it is compressed.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static Stream OpenContent(string path)
    {
        try
        {
            FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan);
            Span<byte> start = stackalloc byte[2];
            int count = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            bool isGzip = count == 2 && start[0] == 0x1f && start[1] == 0x8b;
            if (file.CanSeek)
            {
                file.Position = 0;
                return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
            }
            PrefixedStream pipe = new(start[..count].ToArray(), file);
            return isGzip ? new GZipStream(pipe, CompressionMode.Decompress) : pipe;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            string reason = failure switch
            {
                FileNotFoundException or DirectoryNotFoundException => "there is no such file",
                UnauthorizedAccessException => Directory.Exists(path) ? "it is a directory" : "permission denied",
                _ => failure.Message,
            };
            throw new InputException($"cannot read {path}: {reason}");
        }
    }

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
