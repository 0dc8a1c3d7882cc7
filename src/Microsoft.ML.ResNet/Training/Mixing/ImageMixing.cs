using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// mixup (Zhang et al. 2017) and cutmix (Yun et al. 2019): each image of a mini-batch is mixed with the next one, which
/// shuffling makes a random one. If both are on, each image uses one of the two at random. Depends only on seed, epoch
/// and image.
/// </summary>
internal readonly struct ImageMixing(TrainingSettings settings, int height, int width)
{
    private readonly int _seed = settings.Seed;
    private readonly float _mixup = settings.Options.Augmentation.MixupAlpha;
    private readonly float _cutMix = settings.Options.Augmentation.CutMixAlpha;

    public bool IsOn => _mixup > 0 || _cutMix > 0;

    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="row">The image.</param>
    public Mixture For(int epoch, long row)
    {
        if (!IsOn)
            return Mixture.None;
        RandomStream random = new(_seed, RandomPurpose.Mixing, epoch, row);
        bool cut = _mixup == 0 || (_cutMix > 0 && random.Below(2) == 1);
        return cut ? CutMix(ref random) : Mixup(ref random);
    }

    // Section 2: lambda is distributed as Beta(alpha, alpha).
    private Mixture Mixup(ref RandomStream random)
    {
        float part = (float)BetaDistribution.Sample(ref random, _mixup);
        return new Mixture(part, default, part);
    }

    // Section 3.2: a box of 1 - lambda of the area, centered on a random pixel and clipped to the image. Labels are
    // weighted by the areas that remain after clipping.
    private Mixture CutMix(ref RandomStream random)
    {
        double side = Math.Sqrt(1 - BetaDistribution.Sample(ref random, _cutMix));
        (int top, int bottom) = Cut(ref random, height, side);
        (int left, int right) = Cut(ref random, width, side);
        double cut = (double)(bottom - top) * (right - left) / ((double)height * width);
        return new Mixture(1, new PixelBox(top, left, bottom, right), (float)(1 - cut));
    }

    private static (int Start, int End) Cut(ref RandomStream random, int length, double part)
    {
        int centre = (int)random.Below((uint)length), size = (int)(length * part);
        int start = centre - size / 2;
        return (Math.Max(start, 0), Math.Min(start + size, length));
    }
}
