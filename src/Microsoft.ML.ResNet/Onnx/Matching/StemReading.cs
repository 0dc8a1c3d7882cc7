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

    /// <summary>Convolutions with a ReLU behind each but the last, then maybe a max pooling.</summary>
    public static (List<MatchedUnit> Units, bool MaxPool) Linear(StepReader reader, OnnxNode first)
    {
        List<MatchedUnit> units = [];
        List<ChainStep> behind = []; // the last convolution
        if (reader.Peek is not ConvolutionStep)
            throw reader.Unexpected(Convolution, first);
        while (true)
        {
            if (reader.Try<ConvolutionStep>() is not { } step)
                break;
            units.Add(new(step.Layer, null));
            // Only if another convolution comes is what is between theirs.
            if (!reader.IsFollowedByConvolution)
                break;
            units[^1] = units[^1] with { Normalization = reader.Try<NormalizationStep>()?.Layer };
            reader.Take<ReluStep>("a Relu", step.Node);
        }
        return (units, TryMaxPool(reader));
    }

    /// <summary>The normalisation and ReLU behind a stem; the first may be folded into the last convolution.</summary>
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

    /// <summary>Whether a 3x3 max pooling with stride 2 comes next.</summary>
    public static bool TryMaxPool(StepReader reader)
    {
        if (reader.Try<PoolStep>() is not { Layer: var pool })
            return false;
        return !pool.IsAverage && pool.Kernel == MaxPoolLayout.Kernel && pool.Stride == MaxPoolLayout.Stride
            && pool.Pads.All(pad => pad == MaxPoolLayout.Pad) && !pool.RoundsUp
            ? true
            : throw pool.Node.Misfit(
                "is another pooling than a stem can have: the largest of 3x3 pixels, stride 2, pads 1, ceil_mode 0.");
    }
}
