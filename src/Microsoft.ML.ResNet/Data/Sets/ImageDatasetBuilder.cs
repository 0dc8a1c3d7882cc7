namespace Microsoft.ML.ResNet.Data;

/// <summary>Builds a dataset from chunks in row order: keeps valid rows, and counts or rejects the others.</summary>
internal sealed class ImageDatasetBuilder(PixelStoreBuilder builder, ResNetBadImagePolicy badImages, bool isMultiLabel, bool weighted)
{
    private readonly ImageLabelsBuilder _labels = new(isMultiLabel);
    private readonly List<float> _weights = [];
    private long _rows;
    private long _badImages;
    private long _missingLabels;
    private long _uniform;

    public void Add(LabeledChunk chunk)
    {
        ImageChunk images = chunk.Images;
        int run = 0;
        for (int slot = 0; slot < images.Count; slot++)
        {
            if (Accept(chunk, slot))
            {
                _labels.Add(chunk.Labels(slot).Labels);
                if (weighted)
                    _weights.Add(chunk.Weight(slot));
                run++;
                if (IsUniform(images, slot))
                    _uniform++;
            }
            else
            {
                // Copies runs of valid images in one call.
                builder.Append(images.Pixels(slot - run, run));
                run = 0;
            }
            _rows++;
        }
        builder.Append(images.Pixels(images.Count - run, run));
    }

    public ImageDataset Complete() =>
        new(
            builder.Complete(), _labels.Complete(), weighted ? [.. _weights] : null, _rows,
            _badImages, _missingLabels) { UniformImages = _uniform };

    // Ends at the first pixel that differs from the one before it.
    private static bool IsUniform(ImageChunk images, int slot)
    {
        ReadOnlySpan<byte> pixels = images.Pixels(slot);
        int pixel = pixels.Length / (images.Shape.Height * images.Shape.Width);
        return pixels[pixel..].SequenceEqual(pixels[..^pixel]);
    }

    private bool Accept(LabeledChunk chunk, int slot)
    {
        RowLabels labels = chunk.Labels(slot);
        if (labels.Labels is null)
        {
            _missingLabels++;
            return false;
        }
        if (labels.Error is { } error)
            throw new InvalidDataException($"{RowName.Format(_rows, chunk.Images.Path(slot))}: {error}.");
        float weight = weighted ? chunk.Weight(slot) : 1;
        if (!(weight >= 0 && float.IsFinite(weight)))
            throw ExampleWeightColumn.BadWeight(weight, _rows, chunk.Images.Path(slot));
        if (chunk.Images.Bad(slot) is not { } bad)
            return true;
        if (bad.IsWrongSize || badImages == ResNetBadImagePolicy.Throw)
            throw bad.ToException(_rows, chunk.Images.Path(slot));
        _badImages++;
        return false;
    }
}
