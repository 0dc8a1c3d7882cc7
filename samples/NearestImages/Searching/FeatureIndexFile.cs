using Microsoft.ML;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;

namespace NearestImages.Searching;

/// <summary>Stores an index as a binary data view of ML.NET with the columns Name, Label and Features.</summary>
internal static class FeatureIndexFile
{
    private const string Features = "Features";

    /// <summary>Computes the features and writes the file atomically.</summary>
    public static void Write(
        MLContext ml, string path, ImageRows images, ResNetFeaturizerTransformer featurizer, CancellationToken token)
    {
        IDataView data = featurizer.Transform(ml.Data.LoadFromEnumerable(Until(token, images)));
        IDataView columns = ml.Transforms.SelectColumns(nameof(ImageRow.Name), nameof(ImageRow.Label), Features)
            .Fit(data).Transform(data);
        OutputFile.Write(path, stream => ml.Data.SaveAsBinary(columns, stream));
    }

    private static IEnumerable<ImageRow> Until(CancellationToken token, ImageRows images)
    {
        foreach (ImageRow image in images)
        {
            token.ThrowIfCancellationRequested();
            yield return image;
        }
    }

    /// <exception cref="UserException">The file does not exist or is not an index.</exception>
    public static FeatureIndex Read(MLContext ml, string path)
    {
        if (!File.Exists(path))
            throw new UserException($"the index '{path}' does not exist.");
        List<string> names = [], classes = [];
        List<float[]> vectors = [];
        int unreadable = 0;
        try
        {
            IDataView data = ml.Data.LoadFromBinary(path);
            foreach (Row row in ml.Data.CreateEnumerable<Row>(data, reuseRowObject: false))
            {
                if (row.Features.Any(float.IsNaN))
                {
                    unreadable++;
                    continue;
                }
                names.Add(row.Name);
                classes.Add(row.Label);
                vectors.Add(row.Features);
            }
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException
            or ArgumentException or InvalidDataException or EndOfStreamException)
        {
            throw new UserException($"'{path}' is not an index of images: {Failure.OneLine(exception)}");
        }
        return names.Count > 0
            ? new FeatureIndex([.. names], [.. classes], vectors, unreadable)
            : throw new UserException($"'{path}' contains no readable image.");
    }

    private sealed class Row
    {
        public string Name { get; set; } = "";

        public string Label { get; set; } = "";

        public float[] Features { get; set; } = [];
    }
}
