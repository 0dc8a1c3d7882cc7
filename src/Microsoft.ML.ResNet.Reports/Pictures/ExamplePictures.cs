using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet.Reports;

/// <summary>The pictures that a report shows, with their titles, by row.</summary>
internal sealed class ExamplePictures
{
    private readonly Dictionary<long, ExamplePicture> _pictures = [];

    /// <summary>Why there are no pictures; null if there are.</summary>
    public string? UnavailableReason { get; private init; }

    public ExamplePicture? Find(long row) => _pictures.GetValueOrDefault(row);

    /// <summary>Reads the images of some rows, each with the class to explain.</summary>
    public static ExamplePictures Read(
        IDataView scored, ResNetClassifierTransformer classifier, IReadOnlyDictionary<long, int> rows,
        ResNetReportOptions options)
    {
        DataViewSchema.Column image = TestSetReader.Column(scored.Schema, options.ImageColumnName, "images");
        bool isFile = image.Type is VectorDataViewType { IsKnownSize: false, ItemType.RawType: var raw }
            && raw == typeof(byte);
        if (!isFile && image.Type is not ImageDataViewType)
            return new ExamplePictures { UnavailableReason = "Images are not shown: their column holds vectors of pixels." };

        DataViewSchema.Column? name = options.NameColumnName is { } column
            ? TestSetReader.Column(scored.Schema, column, "names")
            : null;
        ExamplePictures pictures = new();
        if (rows.Count == 0)
            return pictures;
        using DataViewRowCursor cursor = scored.GetRowCursor(name is { } known ? [image, known] : [image]);
        ValueGetter<ReadOnlyMemory<char>>? names =
            name is { } text ? cursor.GetGetter<ReadOnlyMemory<char>>(text) : null;
        Func<PictureSource> source = isFile
            ? PictureSource.Files(cursor.GetGetter<VBuffer<byte>>(image))
            : PictureSource.Images(cursor.GetGetter<MLImage>(image));
        ReadOnlyMemory<char> called = default;
        long last = rows.Keys.Max();
        while (cursor.MoveNext() && cursor.Position <= last)
        {
            if (!rows.TryGetValue(cursor.Position, out int label))
                continue;
            names?.Invoke(ref called);
            string title = names is null ? $"image {cursor.Position + 1}" : called.ToString();
            pictures._pictures[cursor.Position] = source().Draw(classifier, label, title, options);
        }
        return pictures;
    }
}

/// <summary>A thumbnail of an image, and one with a heat map of the evidence for the prediction.</summary>
/// <param name="Title">Title of the image.</param>
/// <param name="Jpeg">The thumbnail.</param>
/// <param name="HeatJpeg">The thumbnail with the heat map; null without explanations.</param>
internal sealed record ExamplePicture(string Title, byte[] Jpeg, byte[]? HeatJpeg);
