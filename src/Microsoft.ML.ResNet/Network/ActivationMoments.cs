using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Network;

/// <summary>Mean and variance of every channel of all units' outputs or responses, over images and pixels.</summary>
/// <param name="layout">The network's layout.</param>
/// <param name="ofResponses">
/// Whether to measure responses (<see cref="INetworkObserver.OnResponse"/>) instead of outputs.
/// </param>
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

    /// <summary>The moments of a unit's channel.</summary>
    public (double Mean, double Variance) GetMoments(int unit, int channel) => _units[unit].GetMoments(channel);
}
