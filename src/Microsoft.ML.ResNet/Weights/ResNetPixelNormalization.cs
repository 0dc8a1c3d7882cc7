using System.Globalization;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet;

/// <summary>
/// How a network's images are normalised: (pixel / 255 - mean) / standard deviation, channel by channel.
/// </summary>
/// <remarks>
/// A network gives what it was trained to give only if its images are normalised as they were in its training. Bytes of
/// images, and pixels that <c>ExtractPixels</c> writes by default, are 0 to 255; for pixels that are 0 to 1 already, give
/// means and deviations divided by 255.
/// </remarks>
public sealed class ResNetPixelNormalization
{
    private const float Largest = 255;

    /// <summary>
    /// What torchvision and most of timm train with on ImageNet: means 0.485, 0.456, 0.406, standard deviations 0.229,
    /// 0.224, 0.225.
    /// </summary>
    public static ResNetPixelNormalization ImageNet { get; } = new([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>Mean of every channel: red, green, blue; or of the one of gray images.</summary>
    public IReadOnlyList<float> Mean { get; init; }

    /// <summary>Standard deviation of every channel.</summary>
    public IReadOnlyList<float> StandardDeviation { get; init; }

    /// <param name="mean">Mean of every channel, for pixels from 0 to 1.</param>
    /// <param name="standardDeviation">Standard deviation of every channel, positive.</param>
    /// <exception cref="ArgumentException">
    /// The lists are not as long as each other, 1 or 3; a value is not finite or a deviation not positive.
    /// </exception>
    public ResNetPixelNormalization(IReadOnlyList<float> mean, IReadOnlyList<float> standardDeviation)
    {
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(standardDeviation);
        Mean = Array.AsReadOnly(mean.ToArray());
        StandardDeviation = Array.AsReadOnly(standardDeviation.ToArray());
        if (Mean.Count is not (1 or 3))
            throw new ArgumentException($"There are {Mean.Count} means; images have 1 or 3 channels.", nameof(mean));
        _ = ToChannels();
    }

    /// <summary>Means and standard deviations.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"mean {string.Join(", ", Mean.Select(Text))}, standard deviation {string.Join(", ", StandardDeviation.Select(Text))}");

    internal static ResNetPixelNormalization Of(ChannelNormalization normalization) => new(
        [.. normalization.Mean.Select(value => value / Largest)],
        [.. normalization.StandardDeviation.Select(value => value / Largest)]);

    /// <summary>ImageNet's; for gray images the means over its channels.</summary>
    internal static ResNetPixelNormalization ImageNetFor(int channels) =>
        channels == ImageNet.Mean.Count ? ImageNet : new([ImageNet.Mean.Average()], [ImageNet.StandardDeviation.Average()]);

    /// <summary>In the units of stored pixels.</summary>
    internal ChannelNormalization ToChannels() => new(
        [.. Mean.Select(value => value * Largest)], [.. StandardDeviation.Select(value => value * Largest)]);

    private static string Text(float value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
