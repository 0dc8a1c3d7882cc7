using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Training;

/// <summary>What an image of a mini-batch is made of.</summary>
/// <param name="Share">What its own pixels weigh outside the box, 0 to 1; the rest is the next image's.</param>
/// <param name="Box">The next image's pixels alone.</param>
/// <param name="OwnPart">How much of it is the image itself: the part of its own label in the target.</param>
internal readonly record struct Mixture(float Share, PixelBox Box, float OwnPart)
{
    /// <summary>The image as it is.</summary>
    public static Mixture None { get; } = new(1, default, 1);
}
