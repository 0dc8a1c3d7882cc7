namespace Microsoft.ML.ResNet;

/// <summary>A model's values in the order and with the names that ONNX files have them.</summary>
internal sealed class ModelValues(ResNetModel model, NetworkLayout layout)
{
    private readonly Dictionary<(bool IsStatistic, long Offset), string> _names =
        TorchNaming.Places(layout).ToDictionary(
            place => (place.IsStatistic, place.Range.Offset), place => place.Name);

    /// <summary>Torchvision's name of the parameters, without its end (<c>.weight</c>).</summary>
    /// <param name="range">Among the parameters.</param>
    /// <param name="other">A name where torchvision has none.</param>
    public string NameOf(ParameterRange range, string other) =>
        _names.TryGetValue((false, range.Offset), out string? name) ? name[..name.LastIndexOf('.')] : other;

    public ReadOnlySpan<float> Parameters(ParameterRange range) =>
        model.Parameters.Span.Slice((int)range.Offset, (int)range.Length);

    /// <summary>Weights (out, in, ...) where ours are (..., in, out).</summary>
    public float[] Weights(ParameterRange range, params long[] shape) => Reorder(Parameters(range), shape);

    public ReadOnlySpan<float> Statistics(ParameterRange range) =>
        model.RunningStatistics.Span.Slice((int)range.Offset, (int)range.Length);

    /// <summary>Weights (out, in / groups, kernel, kernel), as they are.</summary>
    public float[] Weights(ConvolutionLayout layout) => Weights(layout.Weights, Shape(layout));

    /// <summary>The weights and the bias that a unit has with its normalisation folded in; no bias if it has
    /// none.</summary>
    public (float[] Weights, float[]? Bias) Folded(UnitLayout unit)
    {
        float[] weights = Weights(unit.Convolution);
        if (unit.Normalization is not { } normalization)
            return (weights, null);
        ChannelMap map = ChannelMap.Of(
            Parameters(normalization.Gamma), Parameters(normalization.Beta), Statistics(normalization.RunningMean),
            Statistics(normalization.RunningVariance));
        int length = weights.Length / map.Scale.Length;
        for (int c = 0; c < map.Scale.Length; c++)
        {
            foreach (ref float weight in weights.AsSpan(c * length, length))
                weight *= map.Scale[c];
        }
        return (weights, map.Shift);
    }

    public static long[] Shape(ConvolutionLayout layout) =>
        [layout.OutChannels, layout.GroupChannels, layout.Kernel, layout.Kernel];

    private static float[] Reorder(ReadOnlySpan<float> ours, long[] shape)
    {
        float[] theirs = new float[ours.Length];
        WeightOrder.ToTheirs(shape, ours, theirs);
        return theirs;
    }
}
