using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>Training and validation images as one training set, in this order.</summary>
internal static class DatasetUnion
{
    private const int ChunkBytes = 16 << 20;

    /// <param name="images">Has a validation set. Its images are copied.</param>
    /// <param name="directory">Folder of a temporary file; null for the system's.</param>
    public static TrainingDatasets Create(TrainingDatasets images, string? directory)
    {
        ImageDataset train = images.Train, held = images.Validation!;
        PixelShape shape = train.Pixels.Shape;
        // As much in memory as was in memory before.
        long budget = train.Pixels is MemoryPixelStore && held.Pixels is MemoryPixelStore ? long.MaxValue : 0;
        using var builder = new PixelStoreBuilder(
            shape, budget, directory, train.Labels.Length + held.Labels.Length);
        var labels = new ImageLabelsBuilder(train.Labels.IsMultiLabel);
        foreach (ImageDataset set in (ImageDataset[])[train, held])
        {
            Append(builder, set.Pixels);
            for (long row = 0; row < set.Labels.Length; row++)
                labels.Add(set.Labels.GetLabels(row));
        }
        // Validation images have no weights: they count as much as the mean.
        float[]? weights = train.Weights is null ? null
            : [.. train.Weights, .. Enumerable.Repeat(train.Weights.Average(), held.Labels.Length)];
        return images.With(new ImageDataset(
            builder.Complete(), labels.Complete(), weights, train.Rows + held.Rows, train.BadImages + held.BadImages,
            train.MissingLabels + held.MissingLabels));
    }

    private static unsafe void Append(PixelStoreBuilder builder, PixelStore store)
    {
        int atOnce = Math.Max(1, ChunkBytes / store.Shape.Bytes);
        for (long start = 0; start < store.Count; start += atOnce)
        {
            int count = (int)Math.Min(atOnce, store.Count - start);
            builder.Append(new ReadOnlySpan<byte>(
                (byte*)store.Pointer + start * store.Shape.Bytes, count * store.Shape.Bytes));
            store.Release(count);
        }
    }
}
