using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Transfer;
using Microsoft.ML.ResNet.Weights;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>The initial weights of a training: a previous model's, a file's, or random ones.</summary>
internal sealed class TrainingStart(ResNetClassifierEstimator.Options options, ClassifierModel? previous)
{
    private ResNetModel? _fromFile;
    private bool _fileHasHead;

    /// <summary>Reads the file, and refuses incompatible options, before any image is read.</summary>
    public void Prepare()
    {
        if (previous is not null && options.InitialWeightsPath is not null)
        {
            throw new ArgumentException(
                "Fit was given a previous model, and Options.InitialWeightsPath a file: training starts from one of them.");
        }
        if (previous is null && options.InitialWeightsPath is null && options.FrozenStages > 0)
        {
            throw new ArgumentException(
                $"Options.FrozenStages is {options.FrozenStages}, but there are no pretrained stages to "
                + "freeze: pass Fit a previous model, set InitialWeightsPath, or set FrozenStages to 0.");
        }
        if (options.InitialWeightsPath is { } path)
            ReadFile(path);
        if (previous is not null)
            CheckPrevious(previous);
    }

    /// <summary>The initial weights, with a head for the classes; null for random ones.</summary>
    public ResNetModel? Create(ImageSize input, ClassLabels classes, int seed, IChannel channel)
    {
        if (previous is not null)
            return Adapt(previous.Network, classes.IndicesIn(previous.Classes), input, seed, channel);
        if (_fromFile is null)
            return null;
        // Outputs have no names in a file: the same number is assumed to be the same classes.
        bool isSame = _fileHasHead && _fromFile.ClassCount == classes.Count;
        int[] places = [.. Enumerable.Range(0, classes.Count).Select(i => isSame ? i : -1)];
        return Adapt(_fromFile, places, input, seed, channel);
    }

    private static ResNetModel Adapt(
        ResNetModel network, int[] places, ImageSize input, int seed, IChannel channel)
    {
        channel.Info(
            $"Initialized from pretrained weights; kept the head for {places.Count(place => place >= 0)} of "
            + $"{places.Length} classes");
        return HeadReplacement.Replace(network, input.Height, input.Width, places, seed);
    }

    // The size of the images is not known yet, and does not affect the weights.
    private void ReadFile(string path)
    {
        using WeightsFile file = PretrainedFile.Open(path);
        _fromFile = file.Read(
            options.Architecture, ArchitectureValidation.MinimumImageSize, ArchitectureValidation.MinimumImageSize,
            options.ImageChannels, options.Normalization, headIsOptional: true);
        _fileHasHead = NamedTensorImport.ClassCount(file.Tensors) is not null;
    }

    private void CheckPrevious(ClassifierModel model)
    {
        if (model.Network.Architecture != options.Architecture)
        {
            throw new ArgumentException(
                $"The previous model is a {model.Network.Architecture}, "
                + $"but Options.Architecture is {options.Architecture}.");
        }
        if (model.Specification.Channels != options.ImageChannels)
        {
            throw new ArgumentException(
                $"The previous model takes {model.Specification.Channels} channels, "
                + $"but Options.ImageChannels is {options.ImageChannels}.");
        }
    }
}
