namespace Microsoft.ML.ResNet.Data;

/// <summary>The 0-based labels of images: one class each, or any number of labels.</summary>
internal sealed class ImageLabels
{
    private readonly int[] _values; // of all images, in order
    private readonly long[]? _ends; // where an image's values end; null if each has one

    private ImageLabels(int[] values, long[]? ends) => (_values, _ends) = (values, ends);

    /// <summary>Labels of images with one class each.</summary>
    public static ImageLabels FromClasses(int[] classes) => new(classes, null);

    /// <summary>Labels of images with any number of labels each.</summary>
    /// <param name="values">The labels of all images, concatenated; ascending within an image.</param>
    /// <param name="ends">Index after the last label of each image.</param>
    public static ImageLabels FromLabels(int[] values, long[] ends) => new(values, ends);

    public static implicit operator ImageLabels(int[] classes) => FromClasses(classes);

    /// <summary>Whether an image can have any number of labels.</summary>
    public bool IsMultiLabel => _ends is not null;

    /// <summary>Number of images.</summary>
    public int Length => _ends?.Length ?? _values.Length;

    /// <summary>The labels of an image, ascending.</summary>
    public ReadOnlySpan<int> GetLabels(long image)
    {
        if (_ends is null)
            return _values.AsSpan(checked((int)image), 1);
        int start = image == 0 ? 0 : checked((int)_ends[image - 1]);
        return _values.AsSpan(start, checked((int)_ends[image]) - start);
    }

    /// <summary>The class of an image; not for multi-label data.</summary>
    public int GetClass(long image) => _ends is null
        ? _values[checked((int)image)]
        : throw new InvalidOperationException("Multi-label images have no single class.");
}

/// <summary>Builds <see cref="ImageLabels"/> row by row.</summary>
/// <param name="isMultiLabel">Whether a row can have any number of labels.</param>
internal sealed class ImageLabelsBuilder(bool isMultiLabel)
{
    private readonly List<int> _values = [];
    private readonly List<long> _ends = [];

    public void Add(ReadOnlySpan<int> labels)
    {
        _values.AddRange(labels);
        if (isMultiLabel)
            _ends.Add(_values.Count);
    }

    public ImageLabels Complete() =>
        isMultiLabel ? ImageLabels.FromLabels([.. _values], [.. _ends]) : ImageLabels.FromClasses([.. _values]);
}
