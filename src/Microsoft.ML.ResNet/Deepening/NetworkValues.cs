namespace Microsoft.ML.ResNet;

/// <summary>The values of a network under construction, by the places that its layout gives them.</summary>
internal sealed class NetworkValues(NetworkLayout layout)
{
    public float[] Parameters { get; } = new float[layout.ParameterCount];

    public float[] Statistics { get; } = new float[layout.StatisticsCount];

    /// <summary>How many values of both kinds <see cref="CopyUnit"/> and <see cref="CopyHead"/> wrote.</summary>
    public long Copied { get; private set; }

    public Span<float> Parameter(ParameterRange range) => Parameters.AsSpan((int)range.Offset, (int)range.Length);

    public Span<float> Statistic(ParameterRange range) => Statistics.AsSpan((int)range.Offset, (int)range.Length);

    public void CopyUnit(ResNetModel model, UnitLayout from, UnitLayout to)
    {
        CopyParameter(model, from.Convolution.Weights, to.Convolution.Weights);
        CopyParameter(model, from.Normalization.Gamma, to.Normalization.Gamma);
        CopyParameter(model, from.Normalization.Beta, to.Normalization.Beta);
        CopyStatistic(model, from.Normalization.RunningMean, to.Normalization.RunningMean);
        CopyStatistic(model, from.Normalization.RunningVariance, to.Normalization.RunningVariance);
    }

    public void CopyHead(ResNetModel model, HeadLayout from, HeadLayout to)
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
