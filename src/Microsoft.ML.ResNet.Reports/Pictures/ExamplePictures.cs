using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet.Reports;

/// <summary>The pictures that a report shows, with their titles, by row.</summary>
internal sealed class ExamplePictures
{
    private const string OtherRows =
        "Images are not shown: the test set read differently a second time (its labels are others, or in another order). Give a "
        + "list, or mlContext.Data.Cache(data).";

    private readonly Dictionary<long, ExamplePicture> _pictures = [];

    /// <summary>Why there are no pictures; null if there are.</summary>
    public string? UnavailableReason { get; private init; }

    public ExamplePicture? Find(long row) => _pictures.GetValueOrDefault(row);

    /// <summary>Reads the images of the example rows, which are explained and drawn.</summary>
    public static ExamplePictures Read(
        IDataView scored, ResNetClassifierTransformer classifier, IReadOnlyDictionary<long, WrongImage> rows,
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
        DataViewSchema.Column label = TestSetReader.Column(scored.Schema, options.LabelColumnName, "label");
        using DataViewRowCursor cursor = scored.GetRowCursor(name is { } known ? [image, label, known] : [image, label]);
        LabelReader labels = LabelReader.Create(cursor, label);
        ValueGetter<ReadOnlyMemory<char>>? names =
            name is { } text ? cursor.GetGetter<ReadOnlyMemory<char>>(text) : null;
        Func<PictureSource> source = isFile
            ? PictureSource.Files(cursor.GetGetter<VBuffer<byte>>(image))
            : PictureSource.Images(cursor.GetGetter<MLImage>(image));
        ReadOnlyMemory<char> called = default;
        long last = rows.Keys.Max();
        while (cursor.MoveNext() && cursor.Position <= last)
        {
            if (!rows.TryGetValue(cursor.Position, out WrongImage? example))
                continue;
            int[] seen = labels.Read().Labels ?? [];
            if (!seen.Order().SequenceEqual(example.True.Order()))
                return new ExamplePictures { UnavailableReason = OtherRows };
            names?.Invoke(ref called);
            string title = names is null ? $"image {cursor.Position + 1}" : called.ToString();
            pictures._pictures[cursor.Position] = source().Draw(classifier, example.Top, title, options);
        }
        return pictures._pictures.Count == rows.Count ? pictures : new ExamplePictures { UnavailableReason = OtherRows };
    }
}

/// <summary>A thumbnail of an image, and one with a heat map of the evidence for the prediction.</summary>
/// <param name="Title">Title of the image.</param>
/// <param name="Jpeg">The thumbnail.</param>
/// <param name="HeatJpeg">The thumbnail with the heat map; null without explanations.</param>
internal sealed record ExamplePicture(string Title, byte[] Jpeg, byte[]? HeatJpeg);
