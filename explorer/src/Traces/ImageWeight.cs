namespace Sim.Explorer.Traces;

/// <summary>How many store sequences an image stands for.</summary>
internal sealed class ImageWeight
{
    /// <summary>Sequences with this image.</summary>
    public long Sequences { get; set; } = 1;
}
