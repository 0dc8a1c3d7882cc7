using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.MlNetSeam;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Transfer;
using Microsoft.ML.ResNet.Weights;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Features;

/// <summary>Loads the network of a featurizer.</summary>
internal static class FeaturizerModelSource
{
    private const int ColourChannels = 3;

    /// <exception cref="ArgumentException">Options are out of range or inconsistent.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or contains no network.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FeaturizerModel Load(IHostEnvironment environment, ResNetFeaturizerEstimator.Options options)
    {
        FeaturizerOptions.Validate(options);
        FeaturizerModel model = WeightsPath(options) is { } path
            ? LoadWeights(environment, path, options)
            : FeaturizerModel.FromClassifier(Classifier(environment, options).Model, [.. options.Columns]);
        model = FeaturizerOptions.Apply(options, model);
        _ = model.Shapes();
        return model;
    }

    private static ResNetClassifierTransformer Classifier(
        IHostEnvironment environment, ResNetFeaturizerEstimator.Options options)
    {
        FeaturizerOptions.RequireNoWeightsOptions(options);
        if (options.Model is { } model)
            return model;
        string path = options.ModelPath!;
        ITransformer[] transformers = [.. MlNetPipeline.Load(environment, path)];
        ResNetClassifierTransformer[] found = [.. transformers.OfType<ResNetClassifierTransformer>()];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new InvalidDataException(
                $"The model in '{path}' contains no ResNet classifier. Its transformers are: "
                + $"{string.Join(", ", transformers.Select(transformer => transformer.GetType().Name))}."),
            _ => throw new InvalidDataException(
                $"The model in '{path}' contains {found.Length} ResNet classifiers: load it with mlContext.Model.Load and "
                + "pass one of them as Options.Model."),
        };
    }

    // A zip archive is a model of ML.NET, unless it is one of PyTorch.
    private static string? WeightsPath(ResNetFeaturizerEstimator.Options options)
    {
        if (options.Model is not null)
            return null;
        if (options.ModelPath is { } path)
        {
            return FileSignature.IsModelArchive(path) ? null : path;
        }
        return (ResNetPretrainedWeights.Default ?? throw ResNetPretrainedWeights.Missing(
            "The features' network comes from Options.Model, from Options.ModelPath or from a package of weights")).Path;
    }

    private static FeaturizerModel LoadWeights(
        IHostEnvironment environment, string path, ResNetFeaturizerEstimator.Options options)
    {
        using WeightsFile file = PretrainedFile.Open(path);
        int channels = options.ImageChannels ?? options.Normalization?.Mean.Count ?? file.Channels ?? ColourChannels;
        ResNetArchitecture architecture = options.Architecture
            ?? file.Recognise(channels)
            ?? throw WeightsFile.Unknown(path);
        using (IChannel channel = environment.Register(nameof(FeaturizerModelSource)).Start("Loading"))
        {
            if (file.NormalizationRemark(channels, options.Normalization) is { } remark)
                channel.Info(remark);
        }
        ResNetClassifierEstimator.Options defaults = new() { Architecture = architecture };
        // A size set in the options is applied later, as for other sources.
        ImageSize usual = new SpecificationResolver(defaults).InputOfEncoded;
        ImageSize input = file.Input ?? usual, stored = file.Stored ?? input;
        ResNetModel network = file.Read(
            architecture, input.Height, input.Width, channels, options.Normalization, headIsOptional: true);
        ImageSpecification specification = new(
            new PixelShape(stored.Height, stored.Width, channels, isFloat: false), defaults.PixelLayout,
            options.Resizing ?? file.Resizing ?? defaults.Resizing);
        return new(
            network, specification, defaults.ImageColumnName, Path: null, defaults.BadImages, defaults.Precision,
            Ranges: null, [.. options.Columns]);
    }
}
