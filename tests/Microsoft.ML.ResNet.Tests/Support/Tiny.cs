namespace Microsoft.ML.ResNet.Tests;

/// <summary>The smallest classifiers that can learn, and pipelines with them.</summary>
internal static class Tiny
{
    public static ResNetArchitecture Architecture { get; } = new()
    {
        Name = "Tiny",
        Stem = new ResNetStem(Kernel: 3, Stride: 1, Width: 8, MaxPool: false),
        StageDepths = [1, 1],
        StageWidths = [8, 16],
        Shortcut = ResNetShortcut.Projection,
    };

    public static ResNetClassifierEstimator.Options Options(Action<ResNetClassifierEstimator.Options>? change = null)
    {
        var options = new ResNetClassifierEstimator.Options
        {
            Architecture = Architecture,
            ImageHeight = 16,
            ImageWidth = 16,
            Epochs = 2,
            BatchSize = 16,
            LearningRate = 0.05f,
            Seed = 1,
        };
        change?.Invoke(options);
        return options;
    }

    /// <summary>Maps the label to a key, classifies, and maps the predicted key back to text.</summary>
    public static IEstimator<ITransformer> Pipeline(MLContext context,
        Action<ResNetClassifierEstimator.Options>? change = null) =>
        context.Transforms.Conversion.MapValueToKey("Label")
            .Append(context.Transforms.ResNetClassifier(Options(change)))
            .Append(context.Transforms.Conversion.MapKeyToValue("Predicted", "PredictedLabel"));

    /// <summary>Rows whose label is already a key.</summary>
    public static IDataView Keyed(MLContext context, IEnumerable<EncodedRow> rows)
    {
        IDataView data = context.Data.LoadFromEnumerable(rows);
        return context.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
    }

    public static ResNetClassifierTransformer Fit(
        MLContext context, IDataView data, Action<ResNetClassifierEstimator.Options>? change = null) =>
        context.Transforms.ResNetClassifier(Options(change)).Fit(data);
}
