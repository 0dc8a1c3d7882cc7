using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Weights;

namespace Microsoft.ML.ResNet.Export;

/// <summary>
/// Units of a quantised model. Pairs of <c>QuantizeLinear</c> and <c>DequantizeLinear</c> stand wherever its values are
/// rounded to bytes, so that the graph's numbers are those of <see cref="Int8Unit"/> and a runtime can put integer
/// arithmetic in the place of what is between the pairs.
/// </summary>
internal sealed class Int8UnitExport : UnitExport
{
    /// <summary>As in rn_conv2d_int8_pack.</summary>
    private const float WeightLevels = 127;

    private readonly ActivationRanges _ranges;
    private readonly QuantizationScales[] _scales;
    private readonly bool _roundsTerms;

    // What a value is when it is rounded to bytes of a scale: itself if it is of such bytes.
    private readonly Dictionary<string, (float Scale, int Zero)> _steps = [];
    private readonly Dictionary<(string Value, float Scale, int Zero), string> _rounded = [];

    /// <param name="graph">Is written to.</param>
    /// <param name="values">Of the model.</param>
    /// <param name="layout">Of the model.</param>
    /// <param name="ranges">Of its activations.</param>
    /// <param name="roundsTerms">Whether what is added is rounded too, as no <see cref="Int8Unit"/> does.</param>
    public Int8UnitExport(
        OnnxGraphBuilder graph, ModelValues values, NetworkLayout layout, ActivationRanges ranges, bool roundsTerms)
        : base(graph, values) =>
        (_ranges, _scales, _roundsTerms) = (ranges, UnitScales.Create(layout, ranges), roundsTerms);

    public override string Convolution(UnitLayout unit, int index, string x)
    {
        ConvolutionLayout layout = unit.Convolution;
        QuantizationScales scales = _scales[index];
        string name = Values.NameOf(layout.Weights);
        (float[] weights, float[]? bias) = Values.Folded(unit);
        (sbyte[] bytes, float[] weightScales) = Quantize(weights, layout.OutChannels);
        string input = Round(x, scales.Input, scales.InputZero);
        List<string> inputs = [input, Weights(name, layout, bytes, weightScales)];
        if (bias is not null)
            inputs.Add(Graph.Constant<float>($"{name}.bias", bias, bias.Length));
        return Graph.Node("Conv", name, inputs, Attributes(layout));
    }

    public override string Rounded(int index, string y) => Round(y, _scales[index].Output, zero: 0);

    public override string RoundedAs(string input, string y) =>
        _steps.TryGetValue(input, out (float Scale, int Zero) step) ? Round(y, step.Scale, step.Zero) : y;

    public override string Term(int index, string y)
    {
        if (!_roundsTerms)
            return y;
        (float scale, int zero) = _ranges.Response(index);
        return Round(y, scale, zero);
    }

    private string Round(string x, float scale, int zero)
    {
        if (_rounded.TryGetValue((x, scale, zero), out string? known))
            return known;
        string[] numbers = [Graph.Scalar($"{x}.scale", scale), Graph.Scalar($"{x}.zero_point", (byte)zero)];
        string bytes = Graph.Node("QuantizeLinear", $"{x}.quantized", [x, .. numbers]);
        string rounded = Graph.Node("DequantizeLinear", $"{x}.dequantized", [bytes, .. numbers]);
        _rounded[(x, scale, zero)] = _rounded[(rounded, scale, zero)] = rounded;
        _steps[rounded] = (scale, zero);
        return rounded;
    }

    private string Weights(string name, ConvolutionLayout layout, sbyte[] bytes, float[] scales) => Graph.Node(
        "DequantizeLinear", $"{name}.weight",
        [
            Graph.Constant<sbyte>($"{name}.weight_quantized", bytes, WeightOrder.Shape(layout)),
            Graph.Constant<float>($"{name}.weight_scale", scales, scales.Length),
            Graph.Constant<sbyte>($"{name}.weight_zero_point", new sbyte[scales.Length], scales.Length),
        ],
        OnnxAttribute.Int("axis", 0));

    // rn_conv2d_int8_pack's rule, over weights (out, ...).
    private static (sbyte[] Bytes, float[] Scales) Quantize(float[] weights, int outputs)
    {
        sbyte[] bytes = new sbyte[weights.Length];
        float[] scales = new float[outputs];
        int length = weights.Length / outputs;
        for (int c = 0; c < outputs; c++)
        {
            ReadOnlySpan<float> channel = weights.AsSpan(c * length, length);
            float largest = 0;
            foreach (float weight in channel)
                largest = Math.Max(largest, Math.Abs(weight));
            float scale = scales[c] = largest / WeightLevels is > 0 and var some ? some : 1;
            for (int i = 0; i < length; i++)
                bytes[c * length + i] = (sbyte)Math.Clamp(MathF.Round(channel[i] / scale), -WeightLevels, WeightLevels);
        }
        return (bytes, scales);
    }
}
