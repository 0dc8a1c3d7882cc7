using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Explanation;

/// <summary>Maps the pixels of a stage's output to positions in the network's input.</summary>
/// <param name="Height">Height of the stage's output.</param>
/// <param name="Width">Width of the stage's output.</param>
/// <param name="Stride">Distance between the stage's pixels, in pixels of the input.</param>
internal readonly record struct StageGrid(int Height, int Width, int Stride)
{
    /// <summary>The grid of a stage's output; stages count from 1.</summary>
    public static StageGrid Create(NetworkLayout layout, int stage)
    {
        int blocks = layout.CountBlocks(stage);
        int stride = layout.Blocks.Take(blocks).Aggregate(1, (product, block) => product * block.Stride)
            * layout.Stem.Units.Aggregate(1, (product, unit) => product * unit.Convolution.Stride)
            * (layout.Stem.Pool is null ? 1 : MaxPoolLayout.Stride);
        ConvolutionLayout last = layout.Blocks[blocks - 1].Last;
        return new StageGrid(last.OutHeight, last.OutWidth, stride);
    }

    /// <summary>
    /// Enlarges a map from the grid to the input's size by bilinear interpolation. With padding of half the kernel,
    /// convolutions and pooling of any stride start at the first pixel, so the receptive field of pixel i of the stage
    /// is centered at i * Stride. Beyond the last pixel its value is repeated.
    /// </summary>
    public float[] Enlarge(ReadOnlySpan<double> map, int height, int width)
    {
        float[] enlarged = new float[height * width];
        for (int y = 0; y < height; y++)
        {
            (int top, int bottom, double down) = Between(y, Height);
            for (int x = 0; x < width; x++)
            {
                (int left, int right, double along) = Between(x, Width);
                double above = double.Lerp(map[top * Width + left], map[top * Width + right], along);
                double below = double.Lerp(map[bottom * Width + left], map[bottom * Width + right], along);
                enlarged[y * width + x] = (float)double.Lerp(above, below, down);
            }
        }
        return enlarged;
    }

    private (int First, int Second, double Share) Between(int pixel, int count)
    {
        int first = Math.Min(pixel / Stride, count - 1), second = Math.Min(first + 1, count - 1);
        return (first, second, (double)(pixel - first * Stride) / Stride);
    }
}
