using System.Diagnostics.CodeAnalysis;
using Sim.CacheModel;

namespace Sim.Simulator;

/// <summary>How a recorded run ended.</summary>
public enum RecordingEnd
{
    /// <summary>The code returned.</summary>
    Returned,

    /// <summary>The code waits for a value that memory does not hold; the last event is the wait.</summary>
    Blocked,

    /// <summary>The code threw an exception.</summary>
    Faulted,

    /// <summary>The code did not finish within the event limit.</summary>
    Diverged,
}

/// <summary>Runs code once, answers its loads from a script and then from an image, and writes down every memory event.</summary>
/// <param name="sites">Numbers the sites.</param>
/// <param name="lengthBytes">Length of the mapping.</param>
/// <param name="eventLimit">Events after which the run counts as one that never ends.</param>
public sealed class EventRecorder(SiteTable sites, long lengthBytes, int eventLimit)
{
    private readonly List<MemoryEvent> _events = [];
    private IReadOnlyList<UInt128> _script = [];
    private IMemoryImage _image = EmptyImage.Instance;
    private int _scriptPosition;

    /// <summary>Length of the mapping in bytes.</summary>
    public long LengthBytes => lengthBytes;

    /// <summary>The events of the last run, in program order, with the values read.</summary>
    public IReadOnlyList<MemoryEvent> Events => _events;

    /// <summary>The exception's text after a run that faulted.</summary>
    public string FaultText { get; private set; } = "";

    /// <summary>Runs code from its beginning.</summary>
    /// <param name="code">The code; it may only touch memory through the mappings of this recorder.</param>
    /// <param name="script">The values that its first reads return.</param>
    /// <param name="image">Answers the reads after those; its writes start there as well.</param>
    public RecordingEnd Run(Action code, IReadOnlyList<UInt128> script, IMemoryImage image)
    {
        _events.Clear();
        _script = script;
        _scriptPosition = 0;
        _image = image;
        FaultText = "";
        try
        {
            code();
            return RecordingEnd.Returned;
        }
        catch (RecordingStopped stopped)
        {
            return stopped.End;
        }
        // Whatever the structure throws on a strange image is a finding about the structure.
        catch (Exception exception) when (exception is not System.Diagnostics.UnreachableException)
        {
            FaultText = $"{exception.GetType().Name}: {exception.Message}";
            return RecordingEnd.Faulted;
        }
    }

    /// <summary>Writes an event down and finds the value that it reads.</summary>
    /// <param name="request">The event without its value read and its site.</param>
    /// <param name="site">Where it comes from.</param>
    /// <returns>The value read, 0 for events that do not read.</returns>
    public UInt128 Record(MemoryEvent request, Site site)
    {
        if (_events.Count >= eventLimit) { Stop(RecordingEnd.Diverged); }
        request = request with { SiteId = sites.Intern(site) };
        if (request.Reads && _scriptPosition < _script.Count)
        {
            request = request with { Read = _script[_scriptPosition++] };
            _events.Add(request);
            return request.Read;
        }
        bool live = _scriptPosition >= _script.Count;
        if (request.Reads) { request = request with { Read = ReadImage(request) }; }
        _events.Add(request);
        if (request.Kind == EventKind.SpinUntil
            && !((SpinCondition)request.Variant).IsSatisfiedBy((ulong)request.Read, (ulong)request.Operand))
        {
            Stop(RecordingEnd.Blocked);
        }
        if (live) { WriteImage(request); }
        return request.Read;
    }

    private UInt128 ReadImage(in MemoryEvent request) => request.SizeBytes <= PersistWord.Bytes
        ? _image.Read(request.Address, request.SizeBytes)
        : new UInt128(_image.Read(request.Address + PersistWord.Bytes, PersistWord.Bytes), _image.Read(request.Address, PersistWord.Bytes));

    private void WriteImage(in MemoryEvent request)
    {
        bool writes = request.Kind is EventKind.Store or EventKind.NonTemporalStore
            || (request.Kind == EventKind.CompareExchange && request.Read == request.Expected);
        if (!writes) { return; }
        _image.Write(request.Address, Math.Min(request.SizeBytes, PersistWord.Bytes), (ulong)request.Operand);
        if (request.SizeBytes > PersistWord.Bytes)
        {
            _image.Write(request.Address + PersistWord.Bytes, PersistWord.Bytes, (ulong)(request.Operand >> 64));
        }
    }

    [DoesNotReturn]
    private static void Stop(RecordingEnd end) => throw new RecordingStopped(end);

    private sealed class RecordingStopped(RecordingEnd end) : Exception
    {
        public RecordingEnd End => end;
    }

    private sealed class EmptyImage : IMemoryImage
    {
        public static EmptyImage Instance { get; } = new();

        public ulong Read(PmemAddress address, int sizeBytes) => 0;

        public void Write(PmemAddress address, int sizeBytes, ulong value)
        {
        }
    }
}
