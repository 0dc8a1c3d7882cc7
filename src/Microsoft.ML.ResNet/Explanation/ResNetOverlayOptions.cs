namespace Microsoft.ML.ResNet;

/// <summary>Options for drawing a heat map over an image.</summary>
public sealed class ResNetOverlayOptions
{
    /// <summary>Opacity of the heat where the map is 1, from 0 to 1. Default: 0.75.</summary>
    public float Opacity { get; set; } = 0.75f;

    /// <summary>
    /// The content of the explained image file. If set, the heat is drawn over this photograph, in its aspect ratio,
    /// instead of over the network's input; the parts outside the network's input are darkened. Default: empty.
    /// </summary>
    public ReadOnlyMemory<byte> Photograph { get; set; }

    /// <summary>
    /// Longer side of the picture in pixels, 16 to 8,192. Default: null, for 256 or the size of the network's input if
    /// that is larger; for a photograph, its own size up to 1,024.
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
