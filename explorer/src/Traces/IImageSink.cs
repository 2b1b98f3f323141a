namespace Sim.Explorer.Traces;

/// <summary>What takes crash images, as differences from one to the next.</summary>
internal interface IImageSink
{
    /// <summary>Images of this point follow.</summary>
    /// <param name="point">The point.</param>
    /// <param name="units">The units that its images may differ in.</param>
    /// <param name="number">The point's number among those for which the units keep their bounds.</param>
    void Begin(CrashPoint point, IReadOnlyList<TracedUnit> units, int number);

    /// <summary>From now on the unit has this content.</summary>
    void Set(TracedUnit unit, int content);

    /// <summary>What was set so far is an image.</summary>
    /// <returns>False if no more images are wanted.</returns>
    bool Check();

    /// <summary>The weight of the image checked last; it may still grow until the exploration ends.</summary>
    ImageWeight LastWeight { get; }
}
