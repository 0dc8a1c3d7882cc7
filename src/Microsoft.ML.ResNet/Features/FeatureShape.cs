using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Features;

/// <summary>Which features of a network to compute, and their shape.</summary>
/// <param name="Stage">The last stage they need, from 1.</param>
/// <param name="IsPooled">Whether they are pooled to [channels] instead of [channels, height, width].</param>
/// <param name="Channels">Number of channels.</param>
/// <param name="Height">Of the stage's map.</param>
/// <param name="Width">Of the stage's map.</param>
internal sealed record FeatureShape(int Stage, bool IsPooled, int Channels, int Height, int Width)
{
    public int Pixels => Height * Width;

    /// <summary>Values of one image's map.</summary>
    public int MapLength => Channels * Pixels;

    /// <summary>Values of one image's features.</summary>
    public int Length => IsPooled ? Channels : MapLength;

    /// <exception cref="ArgumentException">There is no such stage, or a map has too many values.</exception>
    public static FeatureShape Create(NetworkLayout layout, ResNetFeatures features)
    {
        int stages = layout.Architecture.StageDepths.Count;
        if (features.StageNumber > stages)
        {
            throw new ArgumentException(
                $"There is no stage {features.StageNumber}: {layout.Architecture} has the stages 1 to {stages}.");
        }
        int stage = features.IsPooled ? stages : features.StageNumber;
        ConvolutionLayout last = layout.Blocks[layout.CountBlocks(stage) - 1].Last;
        if (last.OutputLength > Array.MaxLength)
        {
            throw new ArgumentException(
                $"The map of stage {stage} has {last.OutputLength:N0} values; a vector has at most "
                + $"{Array.MaxLength:N0}.");
        }
        return new(stage, features.IsPooled, last.OutChannels, last.OutHeight, last.OutWidth);
    }
}
