using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet;

/// <summary>
/// A classifier bound to an input schema: the input's columns, then the predicted label and the score.
/// </summary>
internal sealed class ScoringBindings
{
    public ScoringBindings(ClassifierModel model, DataViewSchema input)
    {
        Model = model;
        Input = input;
        Image = input.GetColumnOrNull(model.Columns.Image)
            ?? throw LabelColumn.MissingColumn(model.Columns.Image, "image", input.Select(c => c.Name));
        CheckImage(Image, model.Specification);
        Path = model.Columns.Path is { } path && input.GetColumnOrNull(path) is { Type: TextDataViewType } column
            ? column
            : null;
        Output = ScoringSchema.Extend(input, model);
    }

    public ClassifierModel Model { get; }

    public DataViewSchema Input { get; }

    public DataViewSchema Output { get; }

    public DataViewSchema.Column Image { get; }

    public DataViewSchema.Column? Path { get; }

    /// <summary>The columns that scoring itself reads.</summary>
    public IEnumerable<DataViewSchema.Column> ScoringInputs => Path is { } path ? [Image, path] : [Image];

    public bool IsScore(DataViewSchema.Column column) => column.Index == Input.Count + 1;

    public bool IsPredictedLabel(DataViewSchema.Column column) => column.Index == Input.Count;

    /// <summary>Whether any of these output columns has to be computed.</summary>
    public bool NeedScores(IEnumerable<DataViewSchema.Column> output) =>
        output.Any(column => column.Index >= Input.Count);

    /// <summary>The input columns among these output columns.</summary>
    public IEnumerable<DataViewSchema.Column> PassedThrough(IEnumerable<DataViewSchema.Column> output) =>
        output.Where(column => column.Index < Input.Count).Select(column => Input[column.Index]);

    private static void CheckImage(DataViewSchema.Column column, ImageSpecification specification)
    {
        ImageColumnKind kind = ImageColumn.KindOf(column);
        if (kind == ImageColumnKind.FloatPixels != specification.Shape.IsFloat)
        {
            throw new ArgumentException(
                $"The image column '{column.Name}' is of type {column.Type}, but the classifier was trained on "
                + (specification.Shape.IsFloat ? "vectors of Single." : "images, whose pixels are bytes."));
        }
        if (column.Type is ImageDataViewType { Height: > 0, Width: > 0 } image
            && (image.Height != specification.Height || image.Width != specification.Width))
        {
            throw new ArgumentException(
                $"The images of column '{column.Name}' have {image.Width}x{image.Height} pixels, "
                + $"but the classifier takes {specification.Width}x{specification.Height}: resize them with ResizeImages.");
        }
        if (column.Type is VectorDataViewType { IsKnownSize: true } vector
            && vector.Size != specification.Shape.Elements)
        {
            throw new ArgumentException(
                $"The vectors of column '{column.Name}' have {vector.Size} values, but the classifier takes "
                + $"{specification.Height} x {specification.Width} x {specification.Channels} "
                + $"= {specification.Shape.Elements}.");
        }
    }
}
