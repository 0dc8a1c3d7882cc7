using System.IO.Compression;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.Transforms;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet.Benchmarks.Accuracy;

/// <summary>Images of a zip archive, decoded once for all trainings.</summary>
internal sealed class ArchivedImages : IDisposable
{
    private const int Side = 32;

    private sealed record Row(string Label, byte[] Image);

    public ImageDataset Train { get; }

    public ImageDataset Test { get; }

    public int Classes { get; }

    /// <summary>Training images in the archive.</summary>
    public int Available { get; }

    /// <param name="zip">The archive.</param>
    /// <param name="images">Maximum number of training images, the same for all classes; null for all.</param>
    /// <exception cref="ArgumentException">
    /// The archive has no folders "train" and "test" with a folder per class.
    /// </exception>
    public ArchivedImages(FileInfo zip, int? images)
    {
        MLContext ml = new();
        using ZipArchive archive = ZipFile.OpenRead(zip.FullName);
        ILookup<string, ZipArchiveEntry> sets = archive.Entries
            .Where(entry => entry.Name.Length > 0)
            .OrderBy(entry => entry.FullName, StringComparer.Ordinal)
            .ToLookup(entry => Part(entry, 2));
        if (!sets.Contains("train") || !sets.Contains("test"))
            throw new ArgumentException($"'{zip}' has no images in train/CLASS/ and test/CLASS/.");
        int classes = sets["train"].Select(entry => Part(entry, 1)).Distinct().Count();
        IDataView train = Load(ml, sets["train"], images is null ? int.MaxValue : images.Value / classes);
        ITransformer labels = ml.Transforms.Conversion.MapValueToKey(
            nameof(Row.Label), keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(train);
        (Classes, Available) = (classes, sets["train"].Count());
        Train = Read(labels.Transform(train));
        Test = Read(labels.Transform(Load(ml, sets["test"], int.MaxValue)));
    }

    // In "train/cat/1.jpg" part 2 from the end is "train", part 1 is "cat".
    private static string Part(ZipArchiveEntry entry, int fromEnd)
    {
        string[] parts = entry.FullName.Split('/');
        return parts.Length > fromEnd ? parts[^(fromEnd + 1)] : "";
    }

    private static IDataView Load(MLContext ml, IEnumerable<ZipArchiveEntry> entries, int ofEveryClass) =>
        ml.Data.LoadFromEnumerable<Row>(
            [.. entries.GroupBy(entry => Part(entry, 1)).SelectMany(group => group.Take(ofEveryClass)
                .Select(entry => new Row(group.Key, Content(entry))))]);

    private static byte[] Content(ZipArchiveEntry entry)
    {
        byte[] content = new byte[entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(content);
        return content;
    }

    private static ImageDataset Read(IDataView data)
    {
        ImageDatasetReader reader = new()
        {
            Specification = new ImageSpecification(
                new PixelShape(Side, Side, channels: 3, isFloat: false), ResNetPixelLayout.Planar,
                ImageResizingEstimator.ResizingKind.IsoCrop),
            BadImages = ResNetBadImagePolicy.Throw,
            Threads = Environment.ProcessorCount,
            MemoryBudget = long.MaxValue,
            TemporaryFolder = null,
            CheckAlive = () => { },
        };
        return reader.Read(
            data, new DatasetColumns(data.Schema[nameof(Row.Image)], data.Schema[nameof(Row.Label)], Path: null));
    }

    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }
}
