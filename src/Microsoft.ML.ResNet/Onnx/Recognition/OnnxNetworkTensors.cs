using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Weights;

namespace Microsoft.ML.ResNet.Onnx;

/// <summary>The tensors of a network that was read from a graph, by the names that safetensors files have.</summary>
/// <remarks>
/// A batch normalization that is folded into its convolution comes back as one that does nothing but add the bias, see
/// <see cref="FoldedNormalization"/>.
/// </remarks>
internal sealed class OnnxNetworkTensors : INamedTensors
{
    private readonly Dictionary<(bool IsStatistic, long Offset), TensorPlace> _places;
    private readonly Dictionary<string, long[]> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<float[]>> _values = new(StringComparer.Ordinal);

    public string Source { get; }

    public ResNetArchitecture Architecture { get; }

    public IReadOnlyDictionary<string, long[]> Shapes => _shapes;

    public OnnxNetworkTensors(string source, MatchedNetwork network, NetworkLayout layout)
    {
        Source = source;
        Architecture = layout.Architecture;
        _places = TorchNaming.Places(layout).ToDictionary(place => (place.IsStatistic, place.Range.Offset));
        Add(network.Stem, layout.Stem.Units);
        foreach ((MatchedBlock block, BlockLayout places) in network.Blocks.Zip(layout.Blocks))
            Add(block, places);
        if (network.Final is { } final)
            Add(final, layout.FinalNormalization!);
        if (network.Head.Linear is { } head)
            Add(head, layout.Head.Linear);
    }

    public float[] Read(string name)
    {
        try
        {
            return _values[name]();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The tensor '{name}' of '{Source}' cannot be read. {e.Message}", e);
        }
    }

    private void Add(MatchedBlock block, BlockLayout places)
    {
        if (block.Preactivation is { } preactivation)
            Add(preactivation, places.Preactivation!);
        Add(block.Units, places.Units);
        if (block.Shortcut.Projection is { } projection)
            Add([projection], [places.Projection!]);
        if (block.Excitation is { } excitation)
        {
            Add(excitation.Squeeze, places.Excitation!.Squeeze);
            Add(excitation.Excite, places.Excitation.Excite);
        }
    }

    private void Add(IEnumerable<MatchedUnit> units, IEnumerable<UnitLayout> places)
    {
        foreach ((MatchedUnit unit, UnitLayout place) in units.Zip(places))
        {
            Add(false, place.Convolution.Weights, unit.Convolution.Weights.Singles);
            if (place.Normalization is { } normalization)
                Add(unit.Normalization, unit.Convolution.Bias, normalization);
        }
    }

    private void Add(MatchedPreactivation preactivation, BatchNormalizationLayout place) =>
        Add(preactivation.Normalization, preactivation.FoldedInto?.Bias, place);

    // y = gamma (x + bias - mean) / sqrt(variance + epsilon) + beta.
    private void Add(MatchedNormalization? layer, OnnxTensor? bias, BatchNormalizationLayout place)
    {
        if (layer is null)
        {
            int channels = place.Channels;
            Add(false, place.Gamma, () => Filled(channels, FoldedNormalization.Gamma));
            Add(false, place.Beta, () => bias?.Singles() ?? new float[channels]);
            Add(true, place.RunningMean, () => Filled(channels, FoldedNormalization.Mean));
            Add(true, place.RunningVariance, () => Filled(channels, FoldedNormalization.Variance));
            return;
        }
        Add(
            false, place.Gamma,
            () => OtherEpsilon.Gamma(layer.Gamma.Singles(), layer.Variance.Singles(), layer.Epsilon));
        Add(false, place.Beta, layer.Beta.Singles);
        Add(true, place.RunningMean, () => Difference(layer.Mean.Singles(), bias?.Singles()));
        Add(true, place.RunningVariance, () => OtherEpsilon.Variance(layer.Variance.Singles(), layer.Epsilon));
    }

    private void Add(MatchedLinear layer, LinearLayout place)
    {
        Add(false, place.Weights, () => layer.IsInputFirst
            ? WeightOrder.ToTheirs([layer.Out, layer.In], layer.Weights.Singles())
            : layer.Weights.Singles());
        Add(false, place.Bias, () => layer.Bias?.Singles() ?? new float[layer.Out]);
    }

    private void Add(bool isStatistic, ParameterRange range, Func<float[]> read)
    {
        TensorPlace place = _places[(isStatistic, range.Offset)];
        _shapes.Add(place.Name, place.Shape);
        _values.Add(place.Name, read);
    }

    private static float[] Filled(int length, float value)
    {
        float[] values = new float[length];
        values.AsSpan().Fill(value);
        return values;
    }

    private static float[] Difference(float[] values, float[]? other)
    {
        for (int i = 0; other is not null && i < values.Length; i++)
            values[i] -= other[i];
        return values;
    }
}
