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
    private string? _remark;

    /// <summary>
    /// Reads the file, and rejects incompatible options, before any image is read. Sets the options' architecture to that of
    /// the initial weights, unless they name one.
    /// </summary>
    public void Prepare()
    {
        string? path = options.Pretrained?.Path;
        if (previous is not null && path is not null)
        {
            throw new ArgumentException(
                "Fit was given a previous model, and Options.Pretrained weights: training starts from one of them.");
        }
        if (previous is null && path is null && options.FrozenStages > 0)
        {
            throw new ArgumentException(
                $"Options.FrozenStages is {options.FrozenStages}, but there are no pretrained stages to "
                + "freeze: pass Fit a previous model, set Pretrained, or set FrozenStages to 0.");
        }
        if (previous is null && path is null && TransferChoice.Of(options) != ResNetTransferLearning.Schedule)
        {
            throw new ArgumentException(
                $"Options.TransferLearning is {options.TransferLearning}, but there are no pretrained weights to start from: pass "
                + "Fit a previous model, set Pretrained, or set TransferLearning to Auto.");
        }
        if (path is not null)
            ReadFile(path);
        if (previous is not null)
            CheckPrevious(previous);
        options.Validate();
    }

    /// <summary>The initial weights, with a head for the classes; null for random ones.</summary>
    public ResNetModel? Create(ImageSize input, ClassLabels classes, int seed, IChannel channel)
    {
        if (previous is not null)
            return Adapt(previous.Network, classes.IndicesIn(previous.Classes), input, seed, channel);
        if (_fromFile is null)
            return null;
        if (_remark is not null)
            channel.Info(_remark);
        // A file has no class names: the same number is assumed to be the same classes.
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
        options.GivenArchitecture ??= file.Recognise(options.ImageChannels) ?? throw WeightsFile.Unknown(path);
        _remark = file.NormalizationRemark(options.ImageChannels, options.Normalization);
        _fromFile = file.Read(
            options.Architecture, ArchitectureValidation.MinimumImageSize, ArchitectureValidation.MinimumImageSize,
            options.ImageChannels, options.Normalization, headIsOptional: true);
        _fileHasHead = NamedTensorImport.ClassCount(file.Tensors) is not null;
    }

    private void CheckPrevious(ClassifierModel model)
    {
        options.GivenArchitecture ??= model.Network.Architecture;
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
