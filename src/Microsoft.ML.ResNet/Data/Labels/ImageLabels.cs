namespace Microsoft.ML.ResNet.Data;

/// <summary>The labels of images, 0-based: one class of each, or any number of labels.</summary>
internal sealed class ImageLabels
{
    private readonly int[] _values; // of all images, in order
    private readonly long[]? _ends; // where an image's values end; null if each has one

    private ImageLabels(int[] values, long[]? ends) => (_values, _ends) = (values, ends);

    /// <summary>Images of one class each.</summary>
    public static ImageLabels Classes(int[] classes) => new(classes, null);

    /// <summary>Images with any number of labels.</summary>
    /// <param name="values">The labels of all images, one image after the other; those of an image rise.</param>
    /// <param name="ends">Where an image's labels end.</param>
    public static ImageLabels Sets(int[] values, long[] ends) => new(values, ends);

    public static implicit operator ImageLabels(int[] classes) => Classes(classes);

    /// <summary>Whether any number of labels may apply to an image.</summary>
    public bool IsMultiLabel => _ends is not null;

    /// <summary>Number of images.</summary>
    public int Length => _ends?.Length ?? _values.Length;

    /// <summary>The labels of an image, rising.</summary>
    public ReadOnlySpan<int> GetLabels(long image)
    {
        if (_ends is null)
            return _values.AsSpan(checked((int)image), 1);
        int start = image == 0 ? 0 : checked((int)_ends[image - 1]);
        return _values.AsSpan(start, checked((int)_ends[image]) - start);
    }

    /// <summary>The class of an image that has one.</summary>
    public int GetClass(long image) => _ends is null
        ? _values[checked((int)image)]
        : throw new InvalidOperationException("These images have sets of labels.");
}
