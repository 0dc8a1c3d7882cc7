namespace Microsoft.ML.ResNet.Data;

/// <summary>What byte and float pixel vectors have in common.</summary>
internal static class PixelVector
{
    /// <summary>Copies pixels to [Height][Width][Channels].</summary>
    public static void Interleave<T>(ReadOnlySpan<T> vector, ImageSpecification specification, Span<T> pixels)
    {
        int channels = specification.Channels;
        if (specification.Layout == ResNetPixelLayout.Interleaved || channels == 1)
        {
            vector.CopyTo(pixels);
            return;
        }
        int plane = specification.Height * specification.Width;
        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<T> source = vector.Slice(channel * plane, plane);
            for (int i = 0; i < source.Length; i++)
                pixels[i * channels + channel] = source[i];
        }
    }

    public static BadImage WrongLength(int length, ImageSpecification specification) => new(
        $"has {length} values where {specification.Height} x {specification.Width} x {specification.Channels} = "
        + $"{specification.Shape.Elements} are expected.", IsMisfit: true);
}
