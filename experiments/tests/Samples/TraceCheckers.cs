using Sim.Explorer.Traces;

namespace Sim.Experiments.Tests.Samples;

/// <summary>Accepts every image.</summary>
public sealed class AcceptingChecker : IImageChecker
{
    public string? Check(TracedImage image) => null;
}

/// <summary>Accepts images whose first byte is zero.</summary>
public sealed class FirstByteChecker : IImageChecker
{
    public string? Check(TracedImage image) => image.Bytes[0] == 0 ? null : "first byte is set";
}
