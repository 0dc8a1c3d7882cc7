namespace Microsoft.ML.ResNet;

/// <summary>How a heat map is drawn over an image.</summary>
public sealed class ResNetOverlayOptions
{
    /// <summary>How much of the image the heat hides where the map is 1: 0 to 1, by default 0.75.</summary>
    public float Opacity { get; set; } = 0.75f;

    /// <summary>
    /// The content of the image file that is explained, to draw over it, at its aspect, instead of over what the network
    /// saw of it. What the network did not see, because its input is a part of the photograph, is dark. Empty unless set.
    /// </summary>
    public ReadOnlyMemory<byte> Photograph { get; set; }

    /// <summary>
    /// Pixels of the picture's longer side, 16 to 8,192. Null (the default) for 256 or the network's input if that is
    /// larger, and for a photograph its own size up to 1,024.
    /// </summary>
    public int? Size { get; set; }

    internal void Validate()
    {
        if (!(Opacity >= 0 && Opacity <= 1))
            throw new ArgumentException($"ResNetOverlayOptions.Opacity is {Opacity}; it must be 0 to 1.");
        if (Size is < 16 or > 8192)
            throw new ArgumentException($"ResNetOverlayOptions.Size is {Size}; it must be 16 to 8,192.");
    }
}
