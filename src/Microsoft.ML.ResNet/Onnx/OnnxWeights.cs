using System.Globalization;
using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Weights;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.ResNet.Onnx;

/// <summary>An ONNX file of a residual network, as a file of weights.</summary>
internal sealed class OnnxWeights : WeightsFile
{
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly string[]? _slotNames;
    private readonly MatchedNetwork _network;
    private readonly NetworkLayout _layout;
    private readonly OnnxNetworkTensors _tensors;

    /// <exception cref="InvalidDataException">
    /// It is no ONNX file or damaged, or its graph is no residual network of ours: the first node that does not fit is
    /// named.
    /// </exception>
    /// <exception cref="IOException">It cannot be opened or read.</exception>
    public OnnxWeights(string path)
    {
        try
        {
            ModelProto model = OnnxFile.Read(path);
            foreach (StringStringEntryProto entry in model.MetadataProps)
                _metadata[entry.Key] = entry.Value;
            ImportedGraph graph = new(model.Graph, new ExternalFiles(path));
            _slotNames = SlotNames(graph);
            (_network, _layout) = Recognise(
                NetworkReading.Read(graph), _metadata.GetValueOrDefault(OnnxMetadata.Architecture));
            _tensors = new OnnxNetworkTensors(path, _network, _layout);
            _ = OwnNormalization(_layout.Channels);
            _ = Rule;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{path}' is no ONNX file of a residual network. {e.Message}", e);
        }
    }

    public override INamedTensors Tensors => _tensors;

    public override string[]? ClassNames =>
        _metadata.TryGetValue(ClassesKey, out string? text) ? ParseNames(text) : _slotNames;

    public override int? Channels => _layout.Channels;

    public override ImageSize? Stored => _network.Input.Stored;

    public override ImageSize? Input => _network.Input.Size;

    public override ImageResizingEstimator.ResizingKind? Resizing =>
        Enum.TryParse(_metadata.GetValueOrDefault(OnnxMetadata.Resizing), out ImageResizingEstimator.ResizingKind kind)
            && Enum.IsDefined(kind) ? kind : null;

    public override PredictionRule Rule => new(
        _network.Head.IsMultiLabel,
        !_metadata.TryGetValue(OnnxMetadata.Threshold, out string? text)
            ? _network.Head.IsMultiLabel ? PredictionRule.DefaultLabelThreshold : 0
            : float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float threshold)
                && threshold is >= 0 and <= 1
                ? threshold
                : throw new InvalidDataException(
                    $"Its metadata have '{OnnxMetadata.Threshold}' as \"{text}\"; it is 0 to 1."));

    /// <inheritdoc/>
    public override ResNetModel Read(
        ResNetArchitecture architecture, int height, int width, int channels, ResNetPixelNormalization? normalization,
        bool headIsOptional)
    {
        ResNetModel model = base.Read(architecture, height, width, channels, normalization, headIsOptional);
        // Some architectures have the same tensors.
        return _layout.Architecture.HasStructureOf(architecture)
            ? model
            : throw new InvalidDataException(
                $"The network of '{_tensors.Source}' is not {architecture} but {_layout.Architecture}, whose "
                + "tensors are the same, but whose stem, strides or shortcuts are others.");
    }

    protected override ResNetPixelNormalization? OwnNormalization(int channels) =>
        channels == _layout.Channels ? InputNormalization.Of(_network.Input, channels) : null;

    protected override string? OwnRemark => _network.Input.HasMeanImage
        ? $"'{_tensors.Source}' subtracts a mean image, of which the means of the channels are taken"
        : null;

    private static (MatchedNetwork Network, NetworkLayout Layout) Recognise(
        IReadOnlyList<MatchedNetwork> candidates, string? name)
    {
        InvalidDataException? error = null;
        foreach (MatchedNetwork candidate in candidates)
        {
            try
            {
                return (candidate, ArchitectureRecognition.Recognise(candidate, name));
            }
            catch (InvalidDataException e)
            {
                error ??= e;
            }
        }
        throw error!;
    }

    // As ML.NET writes them.
    private static string[]? SlotNames(ImportedGraph graph) => graph.NodesAside
        .Where(node => node.Is("ai.onnx.ml.LabelEncoder") && node.Name.Contains(".SlotNames", StringComparison.Ordinal))
        .Select(node => node.Attribute("keys_strings"))
        .FirstOrDefault(names => names is { Strings.Count: > 0 })?
        .Strings.Select(name => name.ToStringUtf8()).ToArray();

    public override void Dispose()
    {
    }
}
