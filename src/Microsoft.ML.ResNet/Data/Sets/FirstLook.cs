namespace Microsoft.ML.ResNet.Data;

/// <summary>
/// The images that were read before the set, to choose a size or a network. A source that is consumed by reading lacks them
/// when the set is read; then training fails instead of losing them silently. Sources in another order each time are valid.
/// </summary>
internal sealed class FirstLook
{
    private readonly HashSet<int> _images = [];
    private volatile bool _isOpen;

    /// <summary>Records an image that was read.</summary>
    public void Add(ReadOnlySpan<byte> image)
    {
        _images.Add(Hash(image));
        _isOpen = true;
    }

    /// <summary>Compares an image of the set; costs nothing once one was found. Thread-safe.</summary>
    public void Meet(ReadOnlySpan<byte> image)
    {
        if (_isOpen && _images.Contains(Hash(image)))
            _isOpen = false;
    }

    /// <exception cref="InvalidOperationException">None of the images was read again.</exception>
    public void RequireMet()
    {
        if (!_isOpen)
            return;
        throw new InvalidOperationException(
            $"The data read differently a second time: none of the first {_images.Count} images, which were read to choose a "
            + "network and the size of its images, was read again. Give a list or mlContext.Data.Cache(data) instead of a source "
            + "that can be read only once, or set Options.Architecture, ImageHeight and ImageWidth.");
    }

    /// <summary>A hash for comparisons within this process.</summary>
    public static int Hash(ReadOnlySpan<byte> image)
    {
        HashCode hash = default;
        hash.AddBytes(image);
        return hash.ToHashCode();
    }
}
