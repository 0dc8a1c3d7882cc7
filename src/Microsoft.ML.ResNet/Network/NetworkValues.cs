using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>The parameters and statistics of a network under construction, indexed by its layout's ranges.</summary>
internal sealed class NetworkValues(NetworkLayout layout)
{
    public float[] Parameters { get; } = new float[layout.ParameterCount];

    public float[] Statistics { get; } = new float[layout.StatisticsCount];

    /// <summary>Number of values of both kinds copied so far.</summary>
    public long Copied { get; private set; }

    public Span<float> Parameter(ParameterRange range) => Parameters.AsSpan((int)range.Offset, (int)range.Length);

    public Span<float> Statistic(ParameterRange range) => Statistics.AsSpan((int)range.Offset, (int)range.Length);

    public void CopyUnit(ResNetModel model, UnitLayout from, UnitLayout to)
    {
        CopyParameter(model, from.Convolution.Weights, to.Convolution.Weights);
        CopyNormalization(model, from.Normalization, to.Normalization);
    }

    /// <summary>Does nothing if either network has no normalization there.</summary>
    public void CopyNormalization(ResNetModel model, BatchNormalizationLayout? from, BatchNormalizationLayout? to)
    {
        if (from is null || to is null)
            return;
        CopyParameter(model, from.Gamma, to.Gamma);
        CopyParameter(model, from.Beta, to.Beta);
        CopyStatistic(model, from.RunningMean, to.RunningMean);
        CopyStatistic(model, from.RunningVariance, to.RunningVariance);
    }

    public void CopyLinear(ResNetModel model, LinearLayout from, LinearLayout to)
    {
        CopyParameter(model, from.Weights, to.Weights);
        CopyParameter(model, from.Bias, to.Bias);
    }

    private void CopyParameter(ResNetModel model, ParameterRange from, ParameterRange to)
    {
        model.Parameters.Span.Slice((int)from.Offset, (int)from.Length).CopyTo(Parameter(to));
        Copied += from.Length;
    }

    private void CopyStatistic(ResNetModel model, ParameterRange from, ParameterRange to)
    {
        model.RunningStatistics.Span.Slice((int)from.Offset, (int)from.Length).CopyTo(Statistic(to));
        Copied += from.Length;
    }
}
