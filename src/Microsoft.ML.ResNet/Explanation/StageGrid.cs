using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Explanation;

/// <summary>Where the pixels of a stage lie in the network's input, and maps between them.</summary>
/// <param name="Height">Rows of the stage.</param>
/// <param name="Width">Columns of the stage.</param>
/// <param name="Stride">Pixels of the input from one to the next.</param>
internal readonly record struct StageGrid(int Height, int Width, int Stride)
{
    /// <summary>The grid of what a stage, from 1, gives.</summary>
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
    /// A map of the grid at every pixel of the input, bilinear between the pixels of the stage. Padded by half their
    /// kernel, convolutions and poolings of any stride begin at the first pixel: the receptive field of pixel i of the
    /// stage is centred at i * Stride. Beyond the last one its value goes on.
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
