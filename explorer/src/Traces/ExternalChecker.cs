using System.Collections;
using Microsoft.Win32.SafeHandles;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Traces;

/// <summary>Checks images with a program: exit code 0 means consistent.</summary>
/// <remarks>
/// Each worker owns image files in memory (<c>/dev/shm</c>) and writes only what differs from one image to the next. A program
/// that opens the image for writing, as recovery does, changes it: this is noticed, and the image is made anew.
/// As with pmreorder, <c>PMREORDER_MARKERS</c> tells the program which markers had been passed.
/// </remarks>
internal sealed class ExternalChecker : ImageChecker
{
    private const long MaxBytes = 1L << 36;
    private const int MaxVariableBytes = 100_000;

    private readonly ImageTemplate _template;
    private readonly string[] _paths;
    private readonly SafeFileHandle[] _handles;
    private readonly ChildProcess[] _children;
    private readonly ChangeWatch _watch = new();
    private readonly Watchdog _watchdog;
    private readonly string[] _inherited;
    private int _markerCount = -1;

    /// <summary>Makes a worker's image files.</summary>
    /// <param name="template">The files before the first store.</param>
    /// <param name="command">The program; it is run once per file.</param>
    /// <param name="folder">Where the image files go.</param>
    /// <param name="worker">The worker's number.</param>
    /// <param name="watchdog">Ends programs that take too long.</param>
    public ExternalChecker(ImageTemplate template, CommandLineTemplate command, string folder, int worker, Watchdog watchdog)
    {
        template.CheckSize(MaxBytes, "in files");
        (_template, _watchdog) = (template, watchdog);
        _paths = [.. Enumerable.Range(0, template.FileCount).Select(file => Path.Combine(folder, $"{worker}-{file}.img"))];
        _handles = new SafeFileHandle[_paths.Length];
        _children = [.. _paths.Select(path => new ChildProcess(command.For(path)))];
        _inherited = [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => (string)variable.Key != "PMREORDER_MARKERS").Select(variable => $"{variable.Key}={variable.Value}")];
        CreateFiles();
    }

    /// <inheritdoc/>
    public override void Write(ulong place, ReadOnlySpan<byte> bytes)
    {
        int file = TraceMappings.FileOf(place);
        long offset = TraceMappings.OffsetOf(place);
        RandomAccess.Write(_handles[file], bytes[..(int)Math.Min(bytes.Length, _template.LengthBytes(file) - offset)], offset);
    }

    /// <inheritdoc/>
    public override ImageVerdict Check(in CheckContext context, Action restore)
    {
        if (_markerCount != context.Point.MarkerCount)
        {
            _markerCount = context.Point.MarkerCount;
            string markers = string.Join('|', context.Markers.First(_markerCount));
            if (markers.Length > MaxVariableBytes) { markers = markers[^MaxVariableBytes..]; }
            foreach (ChildProcess child in _children) { child.SetEnvironment([.. _inherited, $"PMREORDER_MARKERS={markers}"]); }
        }
        string? reason = null;
        foreach (ChildProcess child in _children)
        {
            Watch watch = _watchdog.Start(child);
            int code = child.Run();
            bool hasExpired = _watchdog.Stop(watch);
            reason = code == 0 ? null : hasExpired ? "timeout" : code > 0 ? $"exit code {code}" : $"signal {-code}";
            if (reason is not null) { break; }
        }
        if (_watch.HasChanged())
        {
            CreateFiles();
            restore();
        }
        return new ImageVerdict(reason);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        foreach (SafeFileHandle handle in _handles) { handle?.Dispose(); }
        foreach (ChildProcess child in _children) { child.Dispose(); }
        _watch.Dispose();
        base.Dispose(isDisposing);
    }

    private void CreateFiles()
    {
        for (int file = 0; file < _paths.Length; file++)
        {
            _handles[file]?.Dispose();
            File.Delete(_paths[file]);
            _handles[file] = File.OpenHandle(_paths[file], FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            RandomAccess.SetLength(_handles[file], _template.LengthBytes(file));
            foreach ((long offset, ReadOnlyMemory<byte> bytes) in _template.Pages(file)) { RandomAccess.Write(_handles[file], bytes.Span, offset); }
            _watch.Add(_paths[file]);
        }
        _watch.HasChanged();
    }
}
