using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>A naive network in double precision.</summary>
/// <param name="layout">The network's layout.</param>
/// <param name="parameters">All trainable values.</param>
/// <param name="statistics">
/// Running means and variances for inference; null to normalize with the mini-batch's, as in training.
/// </param>
/// <param name="frozenStages">If not 0, only this many stages use the statistics; the others train.</param>
internal sealed class ReferenceNetwork(
    NetworkLayout layout, double[] parameters, double[]? statistics = null, int frozenStages = 0)
{
    /// <summary>Receives every unit's output before the residual addition and the ReLU.</summary>
    public Action<UnitLayout, double[]>? OnResponse { get; init; }

    /// <summary>The factor of a block's residual function.</summary>
    public Func<BlockLayout, double> Factor { get; init; } = _ => 1;

    public double Loss(int n, double[] images, int[] labels, double smoothing) =>
        ReferenceLayers.Loss(layout.Classes, Logits(n, images), labels, smoothing);

    public double[] Probabilities(int n, double[] images) => ReferenceLayers.Softmax(layout.Classes, Logits(n, images));

    public double[] Logits(int n, double[] images) => Head(n, Trunk(n, images, layout.Blocks.Count));

    /// <summary>
    /// The output of the first blocks; with all blocks, after the final normalization of a pre-activation network.
    /// </summary>
    public double[] Trunk(int n, double[] images, int blocks)
    {
        double[] x = Stem(n, images);
        foreach (BlockLayout block in layout.Blocks.Take(blocks))
            x = Block(block, n, x);
        return blocks == layout.Blocks.Count ? Final(x) : x;
    }

    /// <summary>
    /// The logits of an image from the output of the first blocks; with all blocks, from the head's input.
    /// </summary>
    public double[] LogitsAfter(int blocks, double[] activations)
    {
        if (blocks == layout.Blocks.Count)
            return Head(1, activations);
        double[] x = activations;
        foreach (BlockLayout block in layout.Blocks.Skip(blocks))
            x = Block(block, 1, x);
        return Head(1, Final(x));
    }

    private double[] Final(double[] x) => layout.FinalNormalization is { } final
        ? Normalize(final, x, Trains(layout.Blocks[^1].Units[^1]), relu: true)
        : x;

    private double[] Head(int n, double[] x) =>
        ReferenceLayers.Logits(layout.Head, n, x, Slice(layout.Head.Weights), Slice(layout.Head.Bias));

    public double[] Stem(int n, double[] images)
    {
        double[] x = images;
        foreach (UnitLayout unit in layout.Stem.Units)
            x = Unit(unit, n, x, relu: unit.Normalization is not null);
        return layout.Stem.Pool is { } pool ? ReferenceLayers.MaxPool(pool, n, x) : x;
    }

    public double[] Block(BlockLayout block, int n, double[] x)
    {
        double[] y = block.Preactivation is { } preactivation
            ? Normalize(preactivation, x, Trains(block.Units[0]), relu: true)
            : x;
        double[]? residual = block.Shortcut switch
        {
            ShortcutKind.None => null,
            ShortcutKind.Identity => x,
            ShortcutKind.ZeroPadding => ReferenceLayers.ZeroPadding(block, n, y),
            _ => Unit(
                block.Projection!, n,
                block.ProjectionPool is { } pool ? ReferenceLayers.AveragePool(pool, n, y) : y, relu: false),
        };
        bool relu = !block.IsPreactivated;
        foreach (UnitLayout unit in block.Units)
            y = Unit(unit, n, y, relu: unit != block.Units[^1]);
        double[]? factors = block.Excitation is { } excitation
            ? ReferenceLayers.Excitation(excitation, n, y, Slice)
            : null;
        int channels = block.Last.OutChannels;
        for (int i = 0; i < y.Length; i++)
        {
            double factor = factors?[i / block.OutputLength * channels + i % channels] ?? 1;
            y[i] = y[i] * factor * Factor(block) + (residual?[i] ?? 0);
            y[i] = relu ? Math.Max(0, y[i]) : y[i];
        }
        return y;
    }

    private double[] Unit(UnitLayout unit, int n, double[] x, bool relu)
    {
        double[] y = ReferenceLayers.Convolution(unit.Convolution, n, x, Slice(unit.Convolution.Weights));
        double[] response = unit.Normalization is { } normalization
            ? Normalize(normalization, y, Trains(unit), relu: false)
            : y;
        OnResponse?.Invoke(unit, [.. response]); // a copy, because blocks add to it in place
        return relu ? [.. response.Select(value => Math.Max(0, value))] : response;
    }

    private bool Trains(UnitLayout unit) => statistics is null
        || (frozenStages > 0 && layout.UnitsFrom(layout.FirstTrainedSection(frozenStages)).Contains(unit));

    private double[] Normalize(BatchNormalizationLayout normalization, double[] x, bool trains, bool relu)
    {
        (double[] mean, double[] variance) = trains
            ? ReferenceLayers.Moments(normalization.Channels, x)
            : (Slice(statistics!, normalization.RunningMean), Slice(statistics!, normalization.RunningVariance));
        return ReferenceLayers.Normalize(
            x, mean, variance, Slice(normalization.Gamma), Slice(normalization.Beta), residual: null, relu);
    }

    private double[] Slice(ParameterRange range) => Slice(parameters, range);

    private static double[] Slice(double[] values, ParameterRange range) =>
        values.AsSpan((int)range.Offset, (int)range.Length).ToArray();
}
