using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Training;

/// <summary>Initializes the values that training starts from.</summary>
internal static class WeightInitialization
{
    /// <summary>
    /// Convolutions: normal with variance 2 / fan-in (He et al. 2015, <i>Delving Deep into Rectifiers</i>, equation
    /// 10). Linear layers: normal with variance 1 / fan-in. Scales 1, shifts and biases 0,
    /// running means 0, running variances 1.
    /// </summary>
    public static void Initialize(
        NetworkLayout layout, TrainingSettings settings, Span<float> parameters, Span<float> statistics)
    {
        parameters.Clear();
        statistics.Clear();
        foreach (UnitLayout unit in layout.Units)
        {
            ConvolutionLayout convolution = unit.Convolution;
            double fanIn = (double)convolution.Kernel * convolution.Kernel * convolution.GroupChannels;
            FillNormal(parameters, convolution.Weights, Math.Sqrt(2 / fanIn), settings.Seed);
        }
        foreach (BatchNormalizationLayout normalization in layout.Normalizations)
        {
            Slice(parameters, normalization.Gamma).Fill(1);
            Slice(statistics, normalization.RunningVariance).Fill(1);
        }
        foreach (LinearLayout linear in layout.Linears)
            FillNormal(parameters, linear.Weights, Math.Sqrt(1.0 / linear.In), settings.Seed);
        if (settings.Options.ZeroInitLastGamma)
        {
            foreach (BlockLayout block in layout.Blocks)
                Slice(parameters, block.Units[^1].Normalization?.Gamma ?? block.Last.Weights).Clear();
        }
        InitializeHead(layout, settings.Seed, parameters);
    }

    /// <summary>Initializes only the linear layer's weights; its bias is left unchanged.</summary>
    public static void InitializeHead(NetworkLayout layout, int seed, Span<float> parameters) =>
        FillNormal(parameters, layout.Head.Weights, Math.Sqrt(1.0 / layout.Head.Features), seed);

    /// <summary>
    /// Copies all values from a previous model of the same architecture, channels and number of classes.
    /// </summary>
    public static void TakeOver(ResNetModel model, NetworkLayout layout, Span<float> parameters, Span<float> statistics)
    {
        if (model.Architecture with { Name = layout.Architecture.Name } != layout.Architecture)
        {
            throw new ArgumentException(
                $"The previous model's architecture, {model.Architecture}, is not {layout.Architecture}: "
                + "train with the same architecture, or without a previous model.");
        }
        if (model.Channels != layout.Channels)
        {
            throw new ArgumentException(
                $"The previous model expects images with {model.Channels} channels, not {layout.Channels}.");
        }
        if (model.ClassCount != layout.Classes)
        {
            throw new ArgumentException(
                $"The previous model has {model.ClassCount} classes, not {layout.Classes}: replace its head.");
        }
        model.Parameters.Span.CopyTo(parameters);
        model.RunningStatistics.Span.CopyTo(statistics);
    }

    // Every tensor has its own random stream, so changing one layer leaves the others unchanged.
    private static void FillNormal(Span<float> parameters, ParameterRange range, double deviation, int seed)
    {
        RandomStream random = new(seed, RandomPurpose.Initialization, range.Offset);
        foreach (ref float value in Slice(parameters, range))
            value = (float)(random.Normal() * deviation);
    }

    private static Span<float> Slice(Span<float> values, ParameterRange range) =>
        values.Slice((int)range.Offset, (int)range.Length);
}
