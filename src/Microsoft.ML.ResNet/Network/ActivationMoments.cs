using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Network;

/// <summary>Mean and variance of every channel of a unit's output or response, over images and pixels.</summary>
/// <param name="layout">Of the network.</param>
/// <param name="ofResponses">Whether responses are what counts (<see cref="INetworkObserver.OnResponse"/>).</param>
internal sealed class ActivationMoments(NetworkLayout layout, bool ofResponses = false) : INetworkObserver
{
    private readonly ChannelMoments[] _units =
        [.. layout.Units.Select(unit => new ChannelMoments(unit.Convolution.OutChannels))];

    public bool WantsResponses => ofResponses;

    public void OnResponse(int unit, ReadOnlySpan<float> values) => _units[unit].Add(values);

    public void OnOutput(int unit, ReadOnlySpan<float> values)
    {
        if (!ofResponses)
            _units[unit].Add(values);
    }

    /// <summary>The moments of a channel.</summary>
    public (double Mean, double Variance) GetMoments(int unit, int channel) => _units[unit].GetMoments(channel);
}
