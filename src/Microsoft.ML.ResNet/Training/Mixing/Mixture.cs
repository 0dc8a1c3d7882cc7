using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Training;

/// <summary>How an image is mixed with the next one of its mini-batch.</summary>
/// <param name="Share">
/// Weight of its own pixels outside the box, 0 to 1; the next image's pixels have the remaining weight.
/// </param>
/// <param name="Box">The region that is copied from the next image.</param>
/// <param name="OwnPart">Weight of its own label in the target.</param>
internal readonly record struct Mixture(float Share, PixelBox Box, float OwnPart)
{
    /// <summary>The image is not mixed.</summary>
    public static Mixture None { get; } = new(1, default, 1);
}
