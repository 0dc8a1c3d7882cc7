using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>A network's cross-entropy over images in their scored view.</summary>
/// <param name="Mean">Over the images.</param>
/// <param name="Accuracy">The part of the images that were right.</param>
/// <param name="Blocks">The mean of every block of images.</param>
internal sealed record HeldOutLoss(double Mean, double Accuracy, double[] Blocks)
{
    // Enough for a standard error; few images at once would be slow.
    private const int LeastBlocks = 25;

    public static HeldOutLoss Of(InferenceNetwork network, ImageSubset images, Action checkAlive)
    {
        int count = images.Rows.Length, size = Math.Max(1, count / LeastBlocks);
        double[] blocks = new double[(count + size - 1) / size];
        BatchLoss total = default;
        for (int b = 0; b < blocks.Length; b++)
        {
            ReadOnlyMemory<long> rows = images.Rows[(b * size)..Math.Min((b + 1) * size, count)];
            BatchLoss loss = network.Evaluate(images with { Rows = rows }, checkAlive);
            blocks[b] = loss.LossSum / rows.Length;
            total += loss;
        }
        return new HeldOutLoss(total.LossSum / count, (double)total.Correct / count, blocks);
    }

    /// <summary>The standard error of the mean difference to another network's losses on the same images.</summary>
    public double StandardErrorTo(HeldOutLoss other)
    {
        if (Blocks.Length < 2)
            return 0;
        double[] differences = [.. Blocks.Zip(other.Blocks, (own, others) => own - others)];
        double mean = differences.Average(), squares = differences.Sum(value => (value - mean) * (value - mean));
        return Math.Sqrt(squares / (Blocks.Length - 1) / Blocks.Length);
    }
}
