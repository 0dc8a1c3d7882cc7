using Microsoft.ML.Transforms;

namespace Microsoft.ML.ResNet.ModelBuilder;

/// <summary>The columns of Model Builder's generated code, and data views with them.</summary>
internal static class ModelBuilderColumns
{
    public const string Label = nameof(LabeledFile.Label);
    public const string ImagePath = nameof(LabeledFile.ImagePath);
    public const string ImageSource = "ImageSource";
    public const string Score = "Score";
    public const string PredictedLabel = "PredictedLabel";

    /// <summary>The files with their content, which is read lazily.</summary>
    public static IDataView View(MLContext context, IReadOnlyList<LabeledFile> files)
    {
        IDataView rows = context.Data.LoadFromEnumerable(files);
        return context.Transforms.LoadRawImageBytes(ImageSource, imageFolder: null, ImagePath)
            .Fit(rows).Transform(rows);
    }

    /// <summary>Maps labels to keys in alphabetical order.</summary>
    public static ValueToKeyMappingTransformer Keys(MLContext context, IDataView images) =>
        context.Transforms.Conversion.MapValueToKey(
            Label, keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(images);
}
