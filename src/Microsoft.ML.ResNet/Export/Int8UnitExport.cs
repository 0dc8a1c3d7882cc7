using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Weights;

namespace Microsoft.ML.ResNet.Export;

/// <summary>
/// Writes the units of a quantized model. A pair of <c>QuantizeLinear</c> and <c>DequantizeLinear</c> is inserted
/// wherever values are rounded to 8 bits, so that the graph computes the same as <see cref="Int8Unit"/> and a runtime
/// can replace the operators between pairs by integer arithmetic.
/// </summary>
internal sealed class Int8UnitExport : UnitExport
{
    /// <summary>As in rn_conv2d_int8_pack.</summary>
    private const float WeightLevels = 127;

    private readonly ActivationRanges _ranges;
    private readonly QuantizationScales[] _scales;
    private readonly bool _quantizesOperands;

    // The scale of every quantized value.
    private readonly Dictionary<string, (float Scale, int Zero)> _steps = [];
    // Quantized values by source and scale, so that nothing is quantized twice in the same way.
    private readonly Dictionary<(string Value, float Scale, int Zero), string> _quantized = [];

    /// <param name="graph">The graph to write to.</param>
    /// <param name="values">The model's values.</param>
    /// <param name="layout">The model's layout.</param>
    /// <param name="ranges">The model's activation ranges.</param>
    /// <param name="quantizesOperands">
    /// Whether to quantize the operands of residual additions too, which <see cref="Int8Unit"/> does not do.
    /// </param>
    public Int8UnitExport(
        OnnxGraphBuilder graph, ModelValues values, NetworkLayout layout, ActivationRanges ranges, bool quantizesOperands)
        : base(graph, values) =>
        (_ranges, _scales, _quantizesOperands) = (ranges, UnitScales.Create(layout, ranges), quantizesOperands);

    public override string Convolution(UnitLayout unit, int index, string x)
    {
        ConvolutionLayout layout = unit.Convolution;
        QuantizationScales scales = _scales[index];
        string name = Values.NameOf(layout.Weights);
        (float[] weights, float[]? bias) = Values.Folded(unit);
        (sbyte[] bytes, float[] weightScales) = QuantizeWeights(weights, layout.OutChannels);
        string input = AddQuantization(x, scales.Input, scales.InputZero);
        List<string> inputs = [input, Weights(name, layout, bytes, weightScales)];
        if (bias is not null)
            inputs.Add(Graph.Constant<float>($"{name}.bias", bias, bias.Length));
        return Graph.Node("Conv", name, inputs, Attributes(layout));
    }

    public override string Quantize(int index, string y) => AddQuantization(y, _scales[index].Output, zero: 0);

    public override string QuantizeLike(string input, string y) =>
        _steps.TryGetValue(input, out (float Scale, int Zero) step) ? AddQuantization(y, step.Scale, step.Zero) : y;

    public override string QuantizeOperand(int index, string y)
    {
        if (!_quantizesOperands)
            return y;
        (float scale, int zero) = _ranges.Response(index);
        return AddQuantization(y, scale, zero);
    }

    private string AddQuantization(string x, float scale, int zero)
    {
        if (_quantized.TryGetValue((x, scale, zero), out string? known))
            return known;
        string[] numbers = [Graph.Scalar($"{x}.scale", scale), Graph.Scalar($"{x}.zero_point", (byte)zero)];
        string bytes = Graph.Node("QuantizeLinear", $"{x}.quantized", [x, .. numbers]);
        string quantized = Graph.Node("DequantizeLinear", $"{x}.dequantized", [bytes, .. numbers]);
        _quantized[(x, scale, zero)] = _quantized[(quantized, scale, zero)] = quantized;
        _steps[quantized] = (scale, zero);
        return quantized;
    }

    private string Weights(string name, ConvolutionLayout layout, sbyte[] bytes, float[] scales) => Graph.Node(
        "DequantizeLinear", $"{name}.weight",
        [
            Graph.Constant<sbyte>($"{name}.weight_quantized", bytes, WeightOrder.Shape(layout)),
            Graph.Constant<float>($"{name}.weight_scale", scales, scales.Length),
            Graph.Constant<sbyte>($"{name}.weight_zero_point", new sbyte[scales.Length], scales.Length),
        ],
        OnnxAttribute.Int("axis", 0));

    // The rule of rn_conv2d_int8_pack, for weights (out, ...).
    private static (sbyte[] Bytes, float[] Scales) QuantizeWeights(float[] weights, int outputs)
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
