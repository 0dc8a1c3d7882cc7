using System.Runtime.CompilerServices;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Selection;
using static Microsoft.ML.ResNet.Classification.OptionsValidation;

namespace Microsoft.ML.ResNet.Features;

/// <summary>Validates the options of a featurizer and applies them to a model.</summary>
internal static class FeaturizerOptions
{
    /// <exception cref="ArgumentException">Names the option, its value and its range.</exception>
    public static void Validate(ResNetFeaturizerEstimator.Options options)
    {
        if (options.Model is not null && options.ModelPath is not null)
        {
            throw new ArgumentException(
                "Set either Options.Model or Options.ModelPath, the source of the network; or neither, to use installed "
                + "weights.");
        }
        RequireText(options.ModelPath);
        RequireText(options.ImageColumnName);
        RequireText(options.ImagePathColumnName);
        if (options.Columns is null || options.Columns.Count == 0 || options.Columns.Contains(null))
            throw new ArgumentException("Options.Columns must name at least one column.");
        string? twice = options.Columns.GroupBy(column => column.Name).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
            throw new ArgumentException($"Options.Columns has two columns named '{twice}'.");
        Require(
            options.BadImages is not { } policy || Enum.IsDefined(policy), options.BadImages, "a ResNetBadImagePolicy");
        Require(
            options.Precision is not { } precision || Enum.IsDefined(precision), options.Precision, "a Precision");
        RequireSize(options.ImageHeight);
        RequireSize(options.ImageWidth);
        Require(options.ImageChannels is null or 1 or 3, options.ImageChannels, "1 or 3");
        Require(
            options.Resizing is not { } resizing || Enum.IsDefined(resizing), options.Resizing, "a ResizingKind");
        options.Architecture?.Validate();
        if (options.Normalization is { } normalization && options.ImageChannels is { } channels
            && normalization.Mean.Count != channels)
        {
            throw new ArgumentException(
                $"Normalization has {normalization.Mean.Count} channels, but ImageChannels is {channels}.");
        }
    }

    /// <summary>Options that only apply to weights files; a classifier has these values already.</summary>
    public static void RequireNoWeightsOptions(ResNetFeaturizerEstimator.Options options)
    {
        string? given = options.Architecture is not null ? nameof(options.Architecture)
            : options.Normalization is not null ? nameof(options.Normalization)
            : options.ImageChannels is not null ? nameof(options.ImageChannels)
            : options.Resizing is not null ? nameof(options.Resizing)
            : null;
        if (given is not null)
            throw new ArgumentException($"Options.{given} applies only to weights files; a trained classifier has its own.");
    }

    /// <summary>Returns the model with the options applied.</summary>
    public static FeaturizerModel Apply(ResNetFeaturizerEstimator.Options options, FeaturizerModel model)
    {
        ResNetPrecision precision = options.Precision ?? model.Precision;
        if (precision == ResNetPrecision.Int8 && model.Ranges is null)
        {
            throw new ArgumentException(
                "ResNetPrecision.Int8 needs activation ranges: call the classifier's Quantize with some images first.");
        }
        if (options.ImageHeight > 0 || options.ImageWidth > 0)
        {
            model = Resized(
                model, options.ImageHeight > 0 ? options.ImageHeight : model.Network.Height,
                options.ImageWidth > 0 ? options.ImageWidth : model.Network.Width);
        }
        return model with
        {
            Image = options.ImageColumnName ?? model.Image,
            Path = options.ImagePathColumnName ?? model.Path,
            BadImages = options.BadImages ?? model.BadImages,
            Precision = precision,
        };
    }

    private static FeaturizerModel Resized(FeaturizerModel model, int height, int width)
    {
        ResNetModel network = model.Network;
        PixelShape shape = model.Specification.Shape;
        return model with
        {
            Network = new ResNetModel(
                network.Architecture, height, width, network.Channels, network.ClassCount, network.Normalization,
                network.Parameters, network.RunningStatistics),
            Specification = model.Specification with
            {
                Shape = new PixelShape(height, width, shape.Channels, shape.IsFloat),
            },
        };
    }

    private static void RequireText(string? value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value is { Length: 0 })
            throw new ArgumentException($"{Last(name)} is empty.");
    }
}
