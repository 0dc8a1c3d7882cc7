using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Transfer;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>One value for every dimension of a search space.</summary>
internal sealed class SearchPoint(IReadOnlyDictionary<string, object> values)
{
    public static SearchPoint Default(ResNetSearchSpace space) =>
        new(space.Dimensions.ToDictionary(dimension => dimension.Name, dimension => dimension.Default));

    /// <summary>The values as text, by name, in the order of the dimensions.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; } =
        values.ToDictionary(value => value.Key, value => SearchDimension.Text(value.Value));

    /// <summary>Applies the values to a copy of the options.</summary>
    /// <param name="options">Options that all trials share; not changed.</param>
    /// <param name="images">Number of training images, for the default batch size.</param>
    public ResNetClassifierEstimator.Options ApplyTo(ResNetClassifierEstimator.Options options, long images)
    {
        ResNetClassifierEstimator.Options result = options.Copy();
        if (Find<ResNetRecipe>(nameof(ResNetSearchSpace.Recipe)) is { } recipe)
            result.Apply(recipe);
        result.Pretrained = Find<ResNetPretrainedWeights>(nameof(ResNetSearchSpace.Pretrained)) ?? result.Pretrained;
        result.Architecture = result.Pretrained?.Path is { } path
            ? PretrainedFile.Architecture(path, result.ImageChannels)
            : ArchitectureScaling.Scale(
                Find<ResNetArchitecture>(nameof(ResNetSearchSpace.Architecture)) ?? result.Architecture,
                Value<int>(nameof(ResNetSearchSpace.BlocksPerStage)),
                Value<float>(nameof(ResNetSearchSpace.WidthFactor)) ?? 1);
        if (Value<int>(nameof(ResNetSearchSpace.ImageSize)) is { } size)
        {
            result.ImageHeight = result.ImageWidth = size;
            result.StoredHeight = result.StoredWidth = 0;
        }
        ApplyRates(result, images);
        result.Optimizer.WeightDecay = Value<float>(nameof(ResNetSearchSpace.WeightDecay)) ?? result.Optimizer.WeightDecay;
        result.LabelSmoothing = Value<float>(nameof(ResNetSearchSpace.LabelSmoothing)) ?? result.LabelSmoothing;
        result.Augmentation.MixupAlpha = Value<float>(nameof(ResNetSearchSpace.MixupAlpha)) ?? result.Augmentation.MixupAlpha;
        if (Value<float>(nameof(ResNetSearchSpace.AugmentationStrength)) is { } strength)
            result.Augmentation = AugmentationScaling.Scale(result.Augmentation, strength);
        result.Precision = Value<ResNetPrecision>(nameof(ResNetSearchSpace.Precision)) ?? result.Precision;
        return result;
    }

    private void ApplyRates(ResNetClassifierEstimator.Options options, long images)
    {
        int former = options.BatchSize ?? DefaultRecipe.BatchSize(images);
        int batch = Value<int>(nameof(ResNetSearchSpace.BatchSize)) ?? former;
        float rate = Value<float>(nameof(ResNetSearchSpace.LearningRate))
            ?? options.LearningRate * batch / former // the linear scaling rule
            ?? DefaultRecipe.LearningRate(options.Architecture, options.Schedule, batch * options.Optimizer.AccumulationSteps);
        options.BatchSize = batch;
        options.LearningRate = rate * (Value<float>(nameof(ResNetSearchSpace.LearningRateFactor)) ?? 1);
    }

    private T? Find<T>(string name)
        where T : class => values.GetValueOrDefault(name) as T;

    private T? Value<T>(string name)
        where T : struct => values.TryGetValue(name, out object? value) ? (T)value : null;
}
