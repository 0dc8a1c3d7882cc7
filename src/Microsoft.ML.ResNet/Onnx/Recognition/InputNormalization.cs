namespace Microsoft.ML.ResNet.Onnx;

/// <summary>
/// Finds which pixels a graph takes, by how it normalizes them: 0 to 255 or 0 to 1, red or blue first, or normalized
/// already.
/// </summary>
internal static class InputNormalization
{
    /// <summary>
    /// Pixels from 0 to 1 have neither a mean nor a deviation as large, and pixels from 0 to 255 not both as small.
    /// </summary>
    private const double LargestOfUnitPixels = 2;

    private const float Largest = 255;

    /// <summary>Normalized images have means about 0 and deviations about 1; pixels from 0 to 1 have not.</summary>
    private const double LargestNormalizedMean = 0.25, SmallestNormalizedDeviation = 0.6;

    /// <summary>How far the means of photographs may be from ImageNet's.</summary>
    private const double OrderTolerance = 0.04;

    /// <exception cref="InvalidDataException">The values are not finite.</exception>
    public static ResNetPixelNormalization? Of(MatchedInput input, int channels)
    {
        if (input is not { Scale: { } scale, Shift: { } shift })
        {
            return !input.IsReversed ? null
                : new(ResNetPixelNormalization.ImageNet.Mean, ResNetPixelNormalization.ImageNet.StandardDeviation, ResNetChannelOrder.Bgr);
        }
        // x * scale + shift = (x - mean) / deviation
        double[] mean = [.. Enumerable.Range(0, channels).Select(c => -shift[c % shift.Length] / scale[c % scale.Length])];
        double[] deviation = [.. Enumerable.Range(0, channels).Select(c => 1 / scale[c % scale.Length])];
        if (IsOfNormalized(input.Normalizer!, mean, deviation))
            Compose(mean, deviation);
        double factor = mean.Concat(deviation).Max() >= LargestOfUnitPixels ? 1 : Largest;
        float[] means = [.. mean.Select(value => (float)(value * factor))];
        // All is in the order of the first convolution. Where the means do not say it, images are red first.
        bool isBlueFirst = IsImageNet(means, ResNetChannelOrder.Bgr)
            || (input.IsReversed && !IsImageNet(means, ResNetChannelOrder.Rgb));
        float[] deviations = [.. deviation.Select(value => (float)(value * factor))];
        if (isBlueFirst)
        {
            Array.Reverse(means);
            Array.Reverse(deviations);
        }
        return means.All(float.IsFinite) && deviations.All(value => float.IsFinite(value) && value > 0)
            ? ResNetPixelNormalization.OfBytes(means, deviations, isBlueFirst ? ResNetChannelOrder.Bgr : ResNetChannelOrder.Rgb)
            : throw input.Normalizer!.Misfit("normalises images by values that are not finite.");
    }

    // MXNet's networks have a batch normalization of the images, which are normalized as ImageNet's before.
    private static bool IsOfNormalized(OnnxNode normalizer, double[] mean, double[] deviation) =>
        normalizer.Is("BatchNormalization") && mean.All(value => Math.Abs(value) <= LargestNormalizedMean)
        && deviation.All(value => value is >= SmallestNormalizedDeviation and < LargestOfUnitPixels);

    // ((x - m) / s - mean) / deviation = (x - (m + s mean)) / (s deviation)
    private static void Compose(double[] mean, double[] deviation)
    {
        ResNetPixelNormalization inner = ResNetPixelNormalization.ImageNetFor(mean.Length);
        for (int c = 0; c < mean.Length; c++)
        {
            mean[c] = inner.Mean[c] + inner.StandardDeviation[c] * mean[c];
            deviation[c] *= inner.StandardDeviation[c];
        }
    }

    // Photographs have less blue than red, so that the means show the order of the channels.
    private static bool IsImageNet(float[] mean, ResNetChannelOrder order)
    {
        IEnumerable<float> known = ResNetPixelNormalization.Caffe.Mean;
        if (order == ResNetChannelOrder.Bgr)
            known = known.Reverse();
        return mean.Length == ResNetPixelNormalization.Caffe.Mean.Count
            && mean.Zip(known).All(pair => Math.Abs(pair.First / (pair.Second * Largest) - 1) < OrderTolerance);
    }
}
