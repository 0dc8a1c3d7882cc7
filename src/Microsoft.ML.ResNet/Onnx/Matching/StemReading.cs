using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Onnx;

/// <summary>Reads the layers before the first block.</summary>
internal static class StemReading
{
    private const string Convolution = "a convolution";

    /// <summary>Convolutions with a ReLU behind each.</summary>
    public static List<MatchedUnit> Activated(StepReader reader, OnnxNode first)
    {
        List<MatchedUnit> units = [];
        while (reader.TryUnit() is { } unit)
        {
            units.Add(unit);
            reader.Take<ReluStep>("a Relu", unit.Node);
        }
        return units.Count > 0 ? units : throw reader.Unexpected(Convolution, first);
    }

    /// <summary>
    /// Convolutions with a ReLU behind each but the last, then maybe a max pooling. Behind the last there may be a
    /// normalization and a ReLU too if a pooling comes then.
    /// </summary>
    public static (List<MatchedUnit> Units, MatchedPool? MaxPool, bool IsActivated) Linear(
        StepReader reader, OnnxNode first)
    {
        List<MatchedUnit> units = [];
        bool isActivated = false;
        List<ChainStep> behind = []; // the last convolution
        if (reader.Peek is not ConvolutionStep)
            throw reader.Unexpected(Convolution, first);
        while (true)
        {
            if (reader.Try<ConvolutionStep>() is not { } step)
                break;
            isActivated = false;
            units.Add(new(step.Layer, null));
            // Layers in between belong to the stem only if another convolution or a pooling follows.
            if (!reader.IsFollowedBy<ConvolutionStep>() && !(reader.IsFollowedBy<PoolStep>() && reader.Peek is not PoolStep))
                break;
            units[^1] = units[^1] with { Normalization = reader.Try<NormalizationStep>()?.Layer };
            reader.Take<ReluStep>("a Relu", step.Node);
            isActivated = true;
        }
        return (units, TryMaxPool(reader), isActivated);
    }

    /// <summary>The normalization and ReLU behind a stem; the first may be folded into the last convolution.</summary>
    public static MatchedPreactivation Preactivation(StepReader reader, List<MatchedUnit> stem, bool maxPool)
    {
        MatchedConvolution last = stem[^1].Convolution;
        MatchedNormalization? layer = reader.Try<NormalizationStep>()?.Layer;
        reader.Take<ReluStep>("a Relu", last.Node);
        if (layer is not null)
            return new(layer, null);
        return !maxPool
            ? new(null, last)
            : throw last.Node.Misfit(
                "has a max pooling and no normalisation behind it, where both are before a block.");
    }

    /// <summary>A 3x3 max pooling with stride 2, if it comes next.</summary>
    public static MatchedPool? TryMaxPool(StepReader reader)
    {
        if (reader.Try<PoolStep>() is not { Layer: var pool })
            return null;
        return !pool.IsAverage && pool.Kernel == MaxPoolLayout.Kernel && pool.Stride == MaxPoolLayout.Stride
            && pool.Pads[0] == MaxPoolLayout.Pad && pool.Pads[1] == MaxPoolLayout.Pad && !pool.RoundsUp
            ? pool
            : throw pool.Node.Misfit(
                $"is another pooling than a stem can have: the largest of 3x3 pixels, stride 2, 1 pad above and on "
                + $"the left, ceil_mode 0. Its pads are [{string.Join(", ", pool.Pads)}].");
    }
}
