using Sim.Simulator;
using Sim.Simulator.Traces;

namespace Sim.Explorer.Traces;

/// <summary>The checkers of all workers and the folder of their image files.</summary>
internal sealed class CheckerSet : IDisposable
{
    private const string MemoryFolder = "/dev/shm";
    private readonly List<ImageChecker> _checkers = [];
    private readonly Watchdog? _watchdog;
    private readonly string? _folder;

    private CheckerSet(TraceExploreOptions options, ImageTemplate template)
    {
        int jobs = Math.Max(1, options.Jobs);
        if (options.Checker is { } create)
        {
            for (int worker = 0; worker < jobs; worker++) { _checkers.Add(new InProcessChecker(template, create())); }
            return;
        }
        CommandLineTemplate command = new(options.Command!);
        _folder = CreateFolder();
        _watchdog = new Watchdog(options.Timeout);
        try
        {
            for (int worker = 0; worker < jobs; worker++) { _checkers.Add(new ExternalChecker(template, command, _folder, worker, _watchdog)); }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>One checker per worker.</summary>
    public IReadOnlyList<ImageChecker> Checkers => _checkers;

    /// <summary>Makes the checkers that the options ask for, or none.</summary>
    /// <exception cref="InputException">The trace has no image, or one that is too large.</exception>
    public static CheckerSet? Create(TraceExploreOptions options, IReadOnlyList<TracedFile> files) =>
        options.Command is null && options.Checker is null ? null : new CheckerSet(options, new ImageTemplate(files, options.Initial));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ImageChecker checker in _checkers) { checker.Dispose(); }
        _watchdog?.Dispose();
        if (_folder is not null && Directory.Exists(_folder)) { Directory.Delete(_folder, recursive: true); }
    }

    private static string CreateFolder()
    {
        string parent = Directory.Exists(MemoryFolder) ? MemoryFolder : Path.GetTempPath();
        string folder = Path.Combine(parent, $"sim-images-{Environment.ProcessId}-{Interlocked.Increment(ref s_folderCount)}");
        AtomicFile.Attempt(folder, () => Directory.CreateDirectory(folder));
        return folder;
    }

    private static int s_folderCount;
}
