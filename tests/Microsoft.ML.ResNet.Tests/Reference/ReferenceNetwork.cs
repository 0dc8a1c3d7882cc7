namespace Microsoft.ML.ResNet.Tests;

/// <summary>A whole network in double, from its layout and its values.</summary>
/// <param name="layout">The shapes.</param>
/// <param name="parameters">All trainable values.</param>
/// <param name="statistics">
/// Running means and variances to normalise with; null for those of the mini-batch (training).
/// </param>
/// <param name="frozenStages">If not 0, the stages that these are for; the others train.</param>
internal sealed class ReferenceNetwork(
    NetworkLayout layout, double[] parameters, double[]? statistics = null, int frozenStages = 0)
{
    /// <summary>Is given what every unit computes before the residual is added and the ReLU.</summary>
    public Action<UnitLayout, double[]>? OnResponse { get; init; }

    public double Loss(int n, double[] images, int[] labels, double smoothing) =>
        ReferenceLayers.Loss(layout.Classes, Logits(n, images), labels, smoothing);

    public double[] Probabilities(int n, double[] images) => ReferenceLayers.Softmax(layout.Classes, Logits(n, images));

    public double[] Logits(int n, double[] images)
    {
        double[] x = Stem(n, images);
        foreach (BlockLayout block in layout.Blocks)
            x = Block(block, n, x);
        return ReferenceLayers.Logits(layout.Head, n, x, Slice(layout.Head.Weights), Slice(layout.Head.Bias));
    }

    public double[] Stem(int n, double[] images)
    {
        double[] x = Unit(layout.Stem.Unit, n, images, null, relu: true);
        return layout.Stem.Pool is { } pool ? ReferenceLayers.MaxPool(pool, n, x) : x;
    }

    public double[] Block(BlockLayout block, int n, double[] x)
    {
        double[]? residual = block.Shortcut switch
        {
            ShortcutKind.None => null,
            ShortcutKind.Identity => x,
            ShortcutKind.ZeroPadding => ReferenceLayers.ZeroPadding(block, n, x),
            _ => Unit(block.Projection!, n, x, null, relu: false),
        };
        foreach (UnitLayout unit in block.Units)
            x = Unit(unit, n, x, unit == block.Units[^1] ? residual : null, relu: true);
        return x;
    }

    private double[] Unit(UnitLayout unit, int n, double[] x, double[]? residual, bool relu)
    {
        BatchNormalizationLayout normalization = unit.Normalization;
        double[] convolved = ReferenceLayers.Convolution(unit.Convolution, n, x, Slice(unit.Convolution.Weights));
        bool trains = statistics is null
            || (frozenStages > 0 && layout.UnitsFrom(layout.FirstTrainedSection(frozenStages)).Contains(unit));
        (double[] mean, double[] variance) = trains
            ? ReferenceLayers.Moments(normalization.Channels, convolved)
            : (Slice(statistics!, normalization.RunningMean), Slice(statistics!, normalization.RunningVariance));
        double[] gamma = Slice(normalization.Gamma), beta = Slice(normalization.Beta);
        OnResponse?.Invoke(
            unit, ReferenceLayers.Normalize(convolved, mean, variance, gamma, beta, residual: null, relu: false));
        return ReferenceLayers.Normalize(convolved, mean, variance, gamma, beta, residual, relu);
    }

    private double[] Slice(ParameterRange range) => Slice(parameters, range);

    private static double[] Slice(double[] values, ParameterRange range) =>
        values.AsSpan((int)range.Offset, (int)range.Length).ToArray();
}
