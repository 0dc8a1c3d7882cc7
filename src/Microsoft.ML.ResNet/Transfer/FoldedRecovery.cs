using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Weights;

namespace Microsoft.ML.ResNet.Transfer;

/// <summary>
/// Restores the batch normalizations of a network from a file that had them folded into the convolutions
/// (<see cref="FoldedNormalization"/>), with moments measured on training images. The network's outputs stay the same.
/// Without this, fine-tuning, which normalizes every mini-batch by its own moments, would destroy the features that the network has
/// learned, because scale and shift would not match these moments.
/// </summary>
internal static class FoldedRecovery
{
    /// <summary>Number of images to measure; enough to estimate the channels' moments within a few percent.</summary>
    private const int MostImages = 256;

    /// <param name="model">The model; returned unchanged if nothing was folded.</param>
    /// <param name="normalization">Training's normalization of images; null for the model's.</param>
    /// <param name="images">The training images.</param>
    /// <param name="context">Runs the kernels.</param>
    /// <param name="checkAlive">Called between chunks; may throw to cancel.</param>
    public static ResNetModel Measure(
        ResNetModel model, ChannelNormalization? normalization, ImageSubset images, NativeContext context,
        Action checkAlive)
    {
        NetworkLayout layout = model.CreateLayout();
        if (!layout.Normalizations.Any(place => IsFolded(model, place)))
            return model;
        normalization ??= model.Normalization;
        ActivationMoments responses = new(layout, ofResponses: true);
        using (InferenceNetwork network = new(
            With(model, normalization, model.Parameters, model.RunningStatistics), context) { Observer = responses })
        {
            network.Evaluate(images with { Rows = Sample(images.Rows.Span) }, checkAlive);
        }

        float[] parameters = model.Parameters.ToArray(), statistics = model.RunningStatistics.ToArray();
        foreach ((int index, UnitLayout unit) in layout.Units.Index())
        {
            if (unit.Normalization is { } place && IsFolded(model, place))
                Write(parameters, statistics, place, responses, index, isShifted: true);
        }
        // The first pre-activation was folded into the stem, which has no normalization of its own.
        if (layout.Blocks[0].Preactivation is { } first && IsFolded(model, first))
            Write(parameters, statistics, first, responses, layout.Stem.Units.Count - 1, isShifted: false);
        return With(model, model.Normalization, parameters, statistics);
    }

    private static bool IsFolded(ResNetModel model, BatchNormalizationLayout place)
    {
        static bool Are(ReadOnlyMemory<float> values, ParameterRange range, float value) =>
            !values.Span.Slice((int)range.Offset, (int)range.Length).ContainsAnyExcept(value);
        return Are(model.RunningStatistics, place.RunningVariance, FoldedNormalization.Variance)
            && Are(model.RunningStatistics, place.RunningMean, FoldedNormalization.Mean)
            && Are(model.Parameters, place.Gamma, FoldedNormalization.Gamma);
    }

    // y = x + beta becomes y = (x - mean) / sqrt(variance + epsilon) * gamma + beta + mean, with gamma = sqrt(variance
    // + epsilon).
    private static void Write(
        float[] parameters, float[] statistics, BatchNormalizationLayout place, ActivationMoments moments, int unit,
        bool isShifted)
    {
        for (int c = 0; c < place.Channels; c++)
        {
            (double mean, double variance) = moments.GetMoments(unit, c);
            float beta = parameters[place.Beta.Offset + c];
            if (isShifted)
                mean -= beta; // the measured mean includes the shift
            float gamma = (float)Math.Sqrt(variance + BatchNormalization.Epsilon);
            parameters[place.Gamma.Offset + c] = gamma;
            parameters[place.Beta.Offset + c] = (float)(beta + mean);
            statistics[place.RunningMean.Offset + c] = (float)mean;
            statistics[place.RunningVariance.Offset + c] =
                (float)Math.Max(0, (double)gamma * gamma - BatchNormalization.Epsilon);
        }
    }

    // Evenly spaced, because the set may be ordered by class.
    private static long[] Sample(ReadOnlySpan<long> rows)
    {
        long[] sample = new long[Math.Min(rows.Length, MostImages)];
        for (int i = 0; i < sample.Length; i++)
            sample[i] = rows[(int)((long)i * rows.Length / sample.Length)];
        return sample;
    }

    private static ResNetModel With(
        ResNetModel model, ChannelNormalization normalization, ReadOnlyMemory<float> parameters,
        ReadOnlyMemory<float> statistics) => new(
            model.Architecture, model.Height, model.Width, model.Channels, model.ClassCount, normalization, parameters,
            statistics);
}
