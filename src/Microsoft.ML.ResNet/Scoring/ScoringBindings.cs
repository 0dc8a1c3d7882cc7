using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet.Scoring;

/// <summary>
/// A model bound to an input schema: the output has the input's columns and those computed from the image column.
/// </summary>
internal abstract class ScoringBindings
{
    /// <param name="input">The input schema.</param>
    /// <param name="image">Name of the image column.</param>
    /// <param name="path">Name of a text column with the image's path, for messages; or null.</param>
    /// <param name="specification">How images are converted.</param>
    /// <param name="badImages">How to handle images that cannot be decoded.</param>
    protected ScoringBindings(
        DataViewSchema input, string image, string? path, ImageSpecification specification, ResNetBadImagePolicy badImages)
    {
        (Input, Specification, BadImages) = (input, specification, badImages);
        Image = RequiredColumn.Find(input, image, "image");
        CheckImage(Image, specification);
        Path = path is not null && input.GetColumnOrNull(path) is { Type: TextDataViewType } column ? column : null;
    }

    public DataViewSchema Input { get; }

    public abstract DataViewSchema Output { get; }

    public ImageSpecification Specification { get; }

    public ResNetBadImagePolicy BadImages { get; }

    public DataViewSchema.Column Image { get; }

    public DataViewSchema.Column? Path { get; }

    /// <summary>The input columns that scoring reads.</summary>
    public IEnumerable<DataViewSchema.Column> ScoringInputs => Path is { } path ? [Image, path] : [Image];

    /// <summary>Creates the computation of these output columns.</summary>
    public abstract ImageComputation Compute(IReadOnlyCollection<DataViewSchema.Column> output);

    /// <summary>Whether any of these output columns is computed.</summary>
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
            throw SchemaMismatch.Error(
                $"The image column '{column.Name}' is of type {column.Type}, but the network was trained on "
                + (specification.Shape.IsFloat ? "vectors of Single." : "images, whose pixels are bytes."));
        }
        if (column.Type is ImageDataViewType { Height: > 0, Width: > 0 } image
            && (image.Height != specification.Height || image.Width != specification.Width))
        {
            throw SchemaMismatch.Error(
                $"The images of column '{column.Name}' have {image.Width}x{image.Height} pixels, "
                + $"but the network expects {specification.Width}x{specification.Height}: "
                + "resize them with ResizeImages.");
        }
        if (column.Type is VectorDataViewType { IsKnownSize: true } vector
            && vector.Size != specification.Shape.Elements)
        {
            throw SchemaMismatch.Error(
                $"The vectors of column '{column.Name}' have {vector.Size} values, but the network expects "
                + $"{specification.Height} x {specification.Width} x {specification.Channels} "
                + $"= {specification.Shape.Elements}.");
        }
    }
}
