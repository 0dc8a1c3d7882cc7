using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet;

/// <summary>
/// How a network's images are normalized: (pixel / 255 - mean) / standard deviation, channel by channel; and the order
/// of the channels that its weights were trained with.
/// </summary>
/// <remarks>
/// Images must be normalized as they were when the network was trained. Bytes of
/// images, and pixels that <c>ExtractPixels</c> writes by default, are 0 to 255; for pixels that are 0 to 1 already, give
/// means and deviations divided by 255.
/// </remarks>
public sealed class ResNetPixelNormalization
{
    private const float Largest = 255;

    // The exact values, if it was created from values for 0 to 255.
    private readonly ChannelNormalization? _channels;

    /// <summary>
    /// ImageNet's normalization in torchvision and most of timm: means 0.485, 0.456, 0.406, standard deviations 0.229,
    /// 0.224, 0.225.
    /// </summary>
    public static ResNetPixelNormalization ImageNet { get; } = new([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>
    /// ImageNet's normalization in Caffe and Keras: bytes, blue first, minus the means 123.68, 116.779, 103.939 (red, green,
    /// blue), not divided.
    /// </summary>
    public static ResNetPixelNormalization Caffe { get; } =
        OfBytes([123.68f, 116.779f, 103.939f], [1, 1, 1], ResNetChannelOrder.Bgr);

    /// <summary>Mean of every channel: red, green, blue, whatever <see cref="Order"/> is; or of the one of gray images.
    /// </summary>
    public IReadOnlyList<float> Mean { get; init; }

    /// <summary>Standard deviation of every channel.</summary>
    public IReadOnlyList<float> StandardDeviation { get; init; }

    /// <summary>
    /// The channel that the first convolution's weights in a file have first, <see cref="ResNetChannelOrder.Rgb"/> by default.
    /// It matters when weights are read from a file: those of another order are reordered then.
    /// </summary>
    public ResNetChannelOrder Order { get; init; }

    /// <param name="mean">Mean of every channel, for pixels from 0 to 1.</param>
    /// <param name="standardDeviation">Standard deviation of every channel, positive.</param>
    /// <exception cref="ArgumentException">
    /// The lists are not as long as each other, 1 or 3; a value is not finite or a deviation not positive.
    /// </exception>
    public ResNetPixelNormalization(IReadOnlyList<float> mean, IReadOnlyList<float> standardDeviation)
        : this(mean, standardDeviation, ResNetChannelOrder.Rgb)
    {
    }

    /// <param name="mean">Mean of red, green and blue, or of gray, for pixels from 0 to 1.</param>
    /// <param name="standardDeviation">Standard deviation of red, green and blue, or of gray, positive.</param>
    /// <param name="order">The order of the channels in files of weights.</param>
    /// <exception cref="ArgumentException">
    /// The lists are not as long as each other, 1 or 3; a value is not finite or a deviation not positive; the order is
    /// none of <see cref="ResNetChannelOrder"/>.
    /// </exception>
    [JsonConstructor]
    public ResNetPixelNormalization(IReadOnlyList<float> mean, IReadOnlyList<float> standardDeviation, ResNetChannelOrder order)
    {
        if (!Enum.IsDefined(order))
            throw new ArgumentException($"There is no order of channels {order}.", nameof(order));
        Order = order;
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(standardDeviation);
        Mean = Array.AsReadOnly(mean.ToArray());
        StandardDeviation = Array.AsReadOnly(standardDeviation.ToArray());
        if (Mean.Count is not (1 or 3))
            throw new ArgumentException($"There are {Mean.Count} means; images have 1 or 3 channels.", nameof(mean));
        _ = ToChannels();
    }

    private ResNetPixelNormalization(ChannelNormalization bytes, ResNetChannelOrder order)
        : this(
            [.. bytes.Mean.Select(value => value / Largest)],
            [.. bytes.StandardDeviation.Select(value => value / Largest)], order) => _channels = bytes;

    /// <summary>Means and standard deviations, and the order of channels if it is not red, green, blue.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"mean {string.Join(", ", Mean.Select(Text))}, standard deviation {string.Join(", ", StandardDeviation.Select(Text))}"
        + $"{(Order == ResNetChannelOrder.Rgb ? "" : ", blue first")}");

    internal static ResNetPixelNormalization Of(ChannelNormalization normalization) =>
        OfBytes(normalization.Mean, normalization.StandardDeviation, ResNetChannelOrder.Rgb);

    /// <summary>From values for pixels from 0 to 255.</summary>
    internal static ResNetPixelNormalization OfBytes(
        IReadOnlyList<float> mean, IReadOnlyList<float> deviation, ResNetChannelOrder order) =>
        new(new ChannelNormalization([.. mean], [.. deviation]), order);

    /// <summary>ImageNet's; for gray images the means over its channels.</summary>
    internal static ResNetPixelNormalization ImageNetFor(int channels) =>
        channels == ImageNet.Mean.Count ? ImageNet : new([ImageNet.Mean.Average()], [ImageNet.StandardDeviation.Average()]);

    /// <summary>In the units of stored pixels.</summary>
    internal ChannelNormalization ToChannels() => _channels ?? new(
        [.. Mean.Select(value => value * Largest)], [.. StandardDeviation.Select(value => value * Largest)]);

    private static string Text(float value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
