namespace Microsoft.ML.ResNet;

/// <summary>Mean and variance of every channel of a unit's output, over images and pixels.</summary>
internal sealed class ActivationMoments(NetworkLayout layout) : INetworkObserver
{
    private readonly ChannelMoments[] _units =
        [.. layout.Units.Select(unit => new ChannelMoments(unit.Convolution.OutChannels))];

    public void OnOutput(int unit, ReadOnlySpan<float> values) => _units[unit].Add(values);

    /// <summary>The moments of a channel.</summary>
    public (double Mean, double Variance) Of(int unit, int channel) => _units[unit].Of(channel);
}
