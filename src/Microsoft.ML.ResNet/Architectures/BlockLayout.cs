using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Architectures;

/// <summary>
/// The kind of shortcut that one block has, after <see cref="ResNetShortcut"/> was applied to its shape.
/// </summary>
internal enum ShortcutKind { None, Identity, ZeroPadding, Projection }

/// <summary>A residual block.</summary>
/// <param name="Units">The residual function's convolutions.</param>
/// <param name="Shortcut">The shortcut that is added to the residual function.</param>
/// <param name="Projection">The 1x1 convolution of <see cref="ShortcutKind.Projection"/>, otherwise null.</param>
/// <param name="ProjectionPool">The average pooling before the projection, which then has stride 1; or null.</param>
/// <param name="Preactivation">The batch normalization, with a ReLU, before the first unit; or null.</param>
/// <param name="Excitation">Squeeze-and-excitation after the last unit, or null.</param>
internal sealed record BlockLayout(
    IReadOnlyList<UnitLayout> Units, ShortcutKind Shortcut, UnitLayout? Projection, AveragePoolLayout? ProjectionPool,
    BatchNormalizationLayout? Preactivation, ExcitationLayout? Excitation)
{
    public ConvolutionLayout First => Units[0].Convolution;
    public ConvolutionLayout Last => Units[^1].Convolution;
    public long InputLength => First.InputLength;
    public long OutputLength => Last.OutputLength;
    public int Stride => Units.Max(unit => unit.Convolution.Stride);

    /// <summary>
    /// Whether normalization and ReLU precede the convolutions: the block's output may then be negative.
    /// </summary>
    public bool IsPreactivated => Preactivation is not null;

    /// <summary>All units, the projection last, in the order of the buffers.</summary>
    public IEnumerable<UnitLayout> AllUnits => Projection is null ? Units : Units.Append(Projection);

    /// <summary>All batch normalizations, in the order of the buffers.</summary>
    public IEnumerable<BatchNormalizationLayout> Normalizations =>
        new[] { Preactivation }.Concat(AllUnits.Select(unit => unit.Normalization)).OfType<BatchNormalizationLayout>();

    /// <summary>The parameters that only the residual function uses.</summary>
    public IEnumerable<ParameterRange> ResidualParameters()
    {
        IEnumerable<BatchNormalizationLayout?> normalizations = Units.Select(unit => unit.Normalization);
        if (Shortcut == ShortcutKind.Identity)
            normalizations = normalizations.Prepend(Preactivation);
        return Units.Select(unit => unit.Convolution.Weights)
            .Concat(normalizations.OfType<BatchNormalizationLayout>().SelectMany(n => new[] { n.Gamma, n.Beta }))
            .Concat(Linears.SelectMany(linear => new[] { linear.Weights, linear.Bias }));
    }

    /// <summary>The linear layers of squeeze-and-excitation.</summary>
    public IEnumerable<LinearLayout> Linears => Excitation is null ? [] : [Excitation.Squeeze, Excitation.Excite];
}
