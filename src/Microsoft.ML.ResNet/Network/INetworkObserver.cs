namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// Sees what a network computes while it classifies, in single precision, a chunk of images at a time. Units have their
/// places in <see cref="Architectures.NetworkLayout.Units"/>.
/// </summary>
internal interface INetworkObserver
{
    /// <summary>Whether responses are shown, for which every convolution is computed a second time.</summary>
    bool WantsResponses => false;

    /// <summary>The normalised images, (n, height, width, channels).</summary>
    void OnImages(ReadOnlySpan<float> values)
    {
    }

    /// <summary>
    /// What batch normalisation, or a convolution that has none, gives: before the shortcut is added and before the
    /// ReLU.
    /// </summary>
    void OnResponse(int unit, ReadOnlySpan<float> values)
    {
    }

    /// <summary>
    /// What the next convolutions read: the unit's output after the ReLU, which in pre-activation networks is that of
    /// the next block, at least 0. Projections, which end in no ReLU, are not shown.
    /// </summary>
    void OnOutput(int unit, ReadOnlySpan<float> values)
    {
    }
}
