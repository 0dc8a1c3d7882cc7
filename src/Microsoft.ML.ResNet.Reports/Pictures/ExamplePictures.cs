using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet.Reports;

/// <summary>The pictures of the images that a report shows, with what they are called, by their rows.</summary>
internal sealed class ExamplePictures
{
    private readonly Dictionary<long, ExamplePicture> _pictures = [];

    /// <summary>Why there are none; null if there are.</summary>
    public string? WhyNone { get; private init; }

    public ExamplePicture? Of(long row) => _pictures.GetValueOrDefault(row);

    /// <summary>Reads the images of some rows, each with the class that is explained.</summary>
    public static ExamplePictures Read(
        IDataView scored, ResNetClassifierTransformer classifier, IReadOnlyDictionary<long, int> rows,
        ResNetReportOptions options)
    {
        DataViewSchema.Column image = TestCursor.Column(scored.Schema, options.ImageColumnName, "images");
        bool isFile = image.Type is VectorDataViewType { IsKnownSize: false, ItemType.RawType: var raw }
            && raw == typeof(byte);
        if (!isFile && image.Type is not ImageDataViewType)
            return new ExamplePictures { WhyNone = "Images are not shown: their column holds vectors of pixels." };

        DataViewSchema.Column? name = options.NameColumnName is { } column
            ? TestCursor.Column(scored.Schema, column, "names")
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

/// <summary>A small picture of an image, and one with heat where what spoke for the prediction is.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Jpeg">The image.</param>
/// <param name="HeatJpeg">With heat; null without explanations.</param>
internal sealed record ExamplePicture(string Title, byte[] Jpeg, byte[]? HeatJpeg);
