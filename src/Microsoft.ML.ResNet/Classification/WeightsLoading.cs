using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Weights;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>Creates a classifier from a file of weights, without training.</summary>
internal static class WeightsLoading
{
    /// <param name="environment">The environment of the classifier.</param>
    /// <param name="file">The weights.</param>
    /// <param name="classNames">Null for those of the file.</param>
    /// <param name="given">The options; null for the defaults and the file's channels.</param>
    public static ResNetClassifierTransformer Load(
        IHostEnvironment environment, WeightsFile file, IReadOnlyList<string>? classNames,
        ResNetClassifierEstimator.Options? given)
    {
        string path = file.Tensors.Source;
        ResNetClassifierEstimator.Options options = given?.Copy() ?? new();
        if (given is null)
        {
            options.Resizing = file.Resizing ?? options.Resizing;
            options.ImageChannels = file.Channels ?? options.ImageChannels;
        }
        options.GivenArchitecture ??= file.Recognise(options.ImageChannels) ?? throw WeightsFile.Unknown(path);
        options.Validate();
        string[] names = Names(path, classNames, file);
        ImageSize size = new SpecificationResolver(options).InputOfEncoded, stored = size;
        if (options is { ImageHeight: 0, ImageWidth: 0 })
            (size, stored) = (file.Input ?? size, file.Stored ?? size);
        ResNetModel network = file.Read(
            options.Architecture, size.Height, size.Width, options.ImageChannels, options.Normalization,
            headIsOptional: false);
        if (network.ClassCount != names.Length)
        {
            throw Misnamed(
                classNames,
                $"There are {names.Length} class names, but the network in '{path}' knows {network.ClassCount} classes");
        }
        using (IChannel channel = environment.Register(nameof(WeightsLoading)).Start("Loading"))
        {
            if (file.NormalizationRemark(options.ImageChannels, options.Normalization) is { } remark)
                channel.Info(remark);
        }
        ClassifierModel model = new(
            network,
            new ImageSpecification(
                new PixelShape(stored.Height, stored.Width, options.ImageChannels, isFloat: false), options.PixelLayout,
                options.Resizing),
            ClassLabels.FromNames(names),
            new ScoringColumns(
                options.ImageColumnName, options.ImagePathColumnName, options.ScoreColumnName,
                options.PredictedLabelColumnName),
            options.BadImages, options.Precision, Rule: file.Rule);
        return new ResNetClassifierTransformer(environment.Register(nameof(WeightsLoading)), model);
    }

    private static string[] Names(string path, IReadOnlyList<string>? given, WeightsFile file)
    {
        string[] names = given?.ToArray() ?? file.ClassNames
            ?? throw new ArgumentException(
                $"'{path}' does not have the names of its classes: give them in the order of the network's outputs.");
        if (names.Contains(null))
            throw Misnamed(given, "A class name is null");
        // Names may repeat: ImageNet has two classes "crane" and two "maillot".
        return names;
    }

    // Blames the source of the names.
    private static Exception Misnamed(IReadOnlyList<string>? given, string complaint) => given is null
        ? new InvalidDataException(complaint + ": give names in the order of the network's outputs.")
        : new ArgumentException(complaint + ".");
}
