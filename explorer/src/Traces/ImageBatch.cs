namespace Sim.Explorer.Traces;

/// <summary>A stretch of images, as a list of changes that every worker follows and of checks that one of them takes.</summary>
internal sealed class ImageBatch
{
    /// <summary>Where a check stands in <see cref="Operations"/>, in place of a unit.</summary>
    public const int CheckMark = -1;

    private const int MaxOperations = 1 << 16;
    private const int MaxImages = 1 << 12;

    private int _claimed;

    /// <summary>Pairs: a unit and its content, or the mark of a check and the point's number in <see cref="Points"/>.</summary>
    public List<int> Operations { get; } = new(1024);

    /// <summary>The points of the batch's images.</summary>
    public List<PointDetail> Points { get; } = [];

    /// <summary>The images' weights, where sequences are counted.</summary>
    public List<ImageWeight> Weights { get; } = [];

    /// <summary>How many images there are.</summary>
    public int ImageCount { get; set; }

    /// <summary>The number of the batch's first image in the exploration.</summary>
    public required long FirstImage { get; init; }

    /// <summary>The contents that the operations name.</summary>
    public UnitContents.ContentView Contents { get; set; }

    /// <summary>The places of the units that the operations name.</summary>
    public IReadOnlyList<ulong> Places { get; set; } = [];

    /// <summary>Whether the batch should go to the workers.</summary>
    public bool IsFull => ImageCount >= MaxImages || Operations.Count >= MaxOperations;

    /// <summary>Takes the next images for the calling worker.</summary>
    /// <param name="count">How many.</param>
    /// <returns>The number of the first in the batch; beyond the last if none is left.</returns>
    public int Claim(int count) => Interlocked.Add(ref _claimed, count) - count;
}

/// <summary>What a finding says about its crash point, taken when the point is explored: units forget their history later.</summary>
/// <param name="Point">The point.</param>
/// <param name="Units">The units that a crash at the point can leave in several states.</param>
internal sealed record PointDetail(CrashPoint Point, IReadOnlyList<UnitDetail> Units);

/// <summary>A unit at a crash point.</summary>
/// <param name="Index">The unit.</param>
/// <param name="Place">Its place.</param>
/// <param name="Contents">Its contents from the guaranteed one to the newest.</param>
/// <param name="Texts">The call stacks of the stores that led to them.</param>
internal sealed record UnitDetail(int Index, ulong Place, int[] Contents, int[] Texts);
