using System.Text.Json;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>A file with the weights of a network: its tensors, and what it tells beside them.</summary>
internal abstract class WeightsFile : IDisposable
{
    /// <summary>The metadata with the names of the classes, a JSON array of texts.</summary>
    public const string ClassesKey = "classes";

    public abstract INamedTensors Tensors { get; }

    /// <summary>The names of the classes in their order, if the file tells them.</summary>
    public abstract string[]? ClassNames { get; }

    /// <summary>Channels of the images, if the file tells them.</summary>
    public virtual int? Channels => null;

    /// <summary>The size to which images are brought, if the file tells it.</summary>
    public virtual ImageSize? Stored => null;

    /// <summary>The size of what the network sees of them, if the file tells it.</summary>
    public virtual ImageSize? Input => null;

    /// <summary>How images are brought to their size, if the file tells it.</summary>
    public virtual ImageResizingEstimator.ResizingKind? Resizing => null;

    /// <summary>How outputs become probabilities and labels.</summary>
    public virtual PredictionRule Rule => default;

    /// <summary>What the file tells of the normalisation.</summary>
    protected abstract ChannelNormalization? OwnNormalization(int channels);

    /// <summary>Takes over the values.</summary>
    /// <param name="architecture">The network they are for.</param>
    /// <param name="height">Of the model's images.</param>
    /// <param name="width">Of the model's images.</param>
    /// <param name="channels">Of the model's images.</param>
    /// <param name="normalization">Null for what the file tells, or else ImageNet's.</param>
    /// <param name="headIsOptional">Whether a network without a head will do.</param>
    /// <exception cref="InvalidDataException">The file's tensors are not those of the architecture.</exception>
    public virtual ResNetModel Read(
        ResNetArchitecture architecture, int height, int width, int channels, ResNetPixelNormalization? normalization,
        bool headIsOptional) => NamedTensorImport.Read(
            Tensors, architecture, height, width,
            normalization?.ToChannels() ?? OwnNormalization(channels)
                ?? ResNetPixelNormalization.ImageNetFor(channels).ToChannels(),
            headIsOptional);

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
