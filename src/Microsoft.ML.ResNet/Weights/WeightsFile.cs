using System.Text.Json;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>A file with the weights of a network: its tensors and its metadata.</summary>
internal abstract class WeightsFile : IDisposable
{
    /// <summary>The metadata with the names of the classes, a JSON array of texts.</summary>
    public const string ClassesKey = "classes";

    public abstract INamedTensors Tensors { get; }

    /// <summary>The architecture as the file itself describes it.</summary>
    protected virtual ResNetArchitecture? OwnArchitecture => null;

    /// <summary>
    /// The architecture: as the file describes it, or else as its tensors show it; null if they are those of none.
    /// </summary>
    /// <param name="channels">Of the images.</param>
    public ResNetArchitecture? Recognise(int channels) =>
        OwnArchitecture ?? NamedTensorImport.Recognise(Tensors, channels);

    /// <summary>The names of the classes in their order, if the file has them.</summary>
    public abstract string[]? ClassNames { get; }

    /// <summary>Channels of the images, if the file has them.</summary>
    public virtual int? Channels => null;

    /// <summary>The size to which images are resized, if the file has it.</summary>
    public virtual ImageSize? Stored => null;

    /// <summary>The size of the network's input, if the file has it.</summary>
    public virtual ImageSize? Input => null;

    /// <summary>How images are resized, if the file has it.</summary>
    public virtual ImageResizingEstimator.ResizingKind? Resizing => null;

    /// <summary>How outputs become probabilities and labels.</summary>
    public virtual PredictionRule Rule => default;

    /// <summary>The file's normalization.</summary>
    protected abstract ResNetPixelNormalization? OwnNormalization(int channels);

    /// <summary>
    /// A log message about the normalization, if the file does not state it completely; null for none.
    /// </summary>
    /// <param name="channels">Of the images.</param>
    /// <param name="given">The normalization of the options; null for none.</param>
    public string? NormalizationRemark(int channels, ResNetPixelNormalization? given) =>
        given is not null ? null
        : OwnNormalization(channels) is null
            ? $"'{Tensors.Source}' does not say how its images are normalized: as ImageNet's are for PyTorch is taken "
                + $"({ResNetPixelNormalization.ImageNetFor(channels)}); Options.Normalization changes it, which also has the "
                + "order of the channels"
            : OwnRemark;

    /// <summary>The message about the file's own normalization.</summary>
    protected virtual string? OwnRemark => null;

    /// <summary>The error of a file whose network is not known.</summary>
    public static InvalidDataException Unknown(string path) => new(
        $"The tensors of '{path}' are those of no residual network that is known: set Options.Architecture, and the "
        + "message says which tensors differ.");

    /// <summary>Takes over the values.</summary>
    /// <param name="architecture">The network they are for.</param>
    /// <param name="height">Of the model's images.</param>
    /// <param name="width">Of the model's images.</param>
    /// <param name="channels">Of the model's images.</param>
    /// <param name="normalization">Null for the file's, or else ImageNet's.</param>
    /// <param name="headIsOptional">Whether a network without a head will do.</param>
    /// <exception cref="InvalidDataException">The file's tensors are not those of the architecture.</exception>
    public virtual ResNetModel Read(
        ResNetArchitecture architecture, int height, int width, int channels, ResNetPixelNormalization? normalization,
        bool headIsOptional)
    {
        normalization ??= OwnNormalization(channels) ?? ResNetPixelNormalization.ImageNetFor(channels);
        ResNetModel model = NamedTensorImport.Read(
            Tensors, architecture, height, width, normalization.ToChannels(), headIsOptional);
        return normalization.Order == ResNetChannelOrder.Bgr ? ChannelReversal.Apply(model) : model;
    }

    /// <summary>The names that a text of the metadata lists.</summary>
    protected string[] ParseNames(string text)
    {
        string?[]? names = null;
        try
        {
            names = JsonSerializer.Deserialize<string?[]>(text);
        }
        catch (JsonException)
        {
            // As if there were nothing.
        }
        return names is not null && !names.Contains(null)
            ? [.. names.OfType<string>()]
            : throw new InvalidDataException($"The class names in '{Tensors.Source}' are no list of texts.");
    }

    public abstract void Dispose();
}
