using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>The ranges of all parameters of a part of a network.</summary>
internal static class LayoutParameters
{
    public static IEnumerable<ParameterRange> Parameters(this UnitLayout unit) =>
        Of(unit.Normalization).Prepend(unit.Convolution.Weights);

    public static IEnumerable<ParameterRange> Parameters(this BlockLayout block) =>
        Of(block.Preactivation).Concat(block.AllUnits.SelectMany(Parameters)).Concat(
            block.Linears.SelectMany(linear => new[] { linear.Weights, linear.Bias }));

    public static IEnumerable<ParameterRange> Parameters(this NetworkLayout layout) =>
        layout.Stem.Units.SelectMany(Parameters).Concat(layout.Blocks.SelectMany(Parameters))
            .Concat(Of(layout.FinalNormalization)).Append(layout.Head.Weights).Append(layout.Head.Bias);

    private static IEnumerable<ParameterRange> Of(BatchNormalizationLayout? normalization) =>
        normalization is null ? [] : [normalization.Gamma, normalization.Beta];
}
