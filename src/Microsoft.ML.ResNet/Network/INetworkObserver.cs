namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// Receives the activations of an inference network in single precision, one chunk of images at a time. Unit indices
/// refer to <see cref="Architectures.NetworkLayout.Units"/>.
/// </summary>
internal interface INetworkObserver
{
    /// <summary>
    /// Whether to call <see cref="OnResponse"/>, which needs every convolution to be computed a second time.
    /// </summary>
    bool WantsResponses => false;

    /// <summary>The normalized images, (n, height, width, channels).</summary>
    void OnImages(ReadOnlySpan<float> values)
    {
    }

    /// <summary>
    /// The output of a unit's batch normalization, or of its convolution if it has none, before the shortcut is added
    /// and before the ReLU.
    /// </summary>
    void OnResponse(int unit, ReadOnlySpan<float> values)
    {
    }

    /// <summary>
    /// The values that the next convolutions read: the unit's output after the ReLU (in pre-activation networks, the
    /// ReLU of the next block), so at least 0. Not called for projections, which have no ReLU.
    /// </summary>
    void OnOutput(int unit, ReadOnlySpan<float> values)
    {
    }
}
