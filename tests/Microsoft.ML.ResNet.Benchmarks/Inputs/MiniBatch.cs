using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Benchmarks.Inputs;

/// <summary>Noise images and labels, the same for every contender.</summary>
/// <param name="Count">Number of images.</param>
/// <param name="Images">(count, height, width, channels), normal with variance 1.</param>
/// <param name="Labels">A class for every image.</param>
internal sealed record MiniBatch(int Count, float[] Images, int[] Labels)
{
    /// <summary>(count, channels, height, width).</summary>
    public float[] ImagesInNchw(NetworkLayout layout)
    {
        int pixels = layout.Height * layout.Width, channels = layout.Channels;
        float[] nchw = new float[Images.Length];
        for (int image = 0; image < Images.Length; image += pixels * channels)
            for (int i = 0; i < pixels; i++)
                for (int c = 0; c < channels; c++)
                    nchw[image + c * pixels + i] = Images[image + i * channels + c];
        return nchw;
    }

    public static MiniBatch Create(NetworkLayout layout, int count)
    {
        Random random = new(1);
        float[] images = new float[count * layout.InputLength];
        foreach (ref float value in images.AsSpan())
        {
            // Box and Muller (1958).
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            value = (float)(radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }
        return new MiniBatch(count, images, [.. Enumerable.Range(0, count).Select(_ => random.Next(layout.Classes))]);
    }
}
