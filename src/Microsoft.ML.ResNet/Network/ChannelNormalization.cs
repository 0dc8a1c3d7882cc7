namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// Mean and standard deviation of every image channel, in the units of the stored pixels (0 to 255 for bytes).
/// </summary>
internal sealed class ChannelNormalization
{
    public float[] Mean { get; }
    public float[] StandardDeviation { get; }

    /// <summary>1 / standard deviation.</summary>
    public float[] Scale { get; }

    public int Channels => Mean.Length;

    public ChannelNormalization(float[] mean, float[] standardDeviation)
    {
        if (mean.Length != standardDeviation.Length)
            throw new ArgumentException(
                $"There are {mean.Length} means but {standardDeviation.Length} standard deviations.");
        if (!mean.All(float.IsFinite))
            throw new ArgumentException("A channel's mean is not finite.");
        if (!standardDeviation.All(value => float.IsFinite(value) && value > 0))
            throw new ArgumentException("A channel's standard deviation is not positive and finite.");
        Mean = mean;
        StandardDeviation = standardDeviation;
        Scale = [.. standardDeviation.Select(value => 1 / value)];
    }
}
