using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// Sums the gradients of the mini-batches of one step in order. Each gradient is already weighted by its share of the
/// step's images, so the sum is the gradient of the mean loss.
/// </summary>
internal sealed class GradientAccumulator : IDisposable
{
    private readonly TrainingNetwork _network;
    private readonly AlignedBuffer? _sum;
    private bool _isEmpty = true;

    /// <param name="network">The network whose gradients are accumulated.</param>
    /// <param name="batches">Maximum number of mini-batches per step; no memory is allocated for 1.</param>
    public GradientAccumulator(TrainingNetwork network, int batches)
    {
        _network = network;
        _sum = batches > 1 ? new AlignedBuffer(network.Gradients.Length, clear: false) : null;
    }

    /// <summary>
    /// Adds a mini-batch's gradients. After the last one of a step the sum is in the network's gradients.
    /// </summary>
    public void Add(bool isLast)
    {
        NativeBuffer gradients = _network.Gradients;
        if (isLast && _isEmpty)
            return;
        NativeBuffer sum = _sum!.All;
        (_isEmpty
            ? NativeMethods.Convert(_network.Context, gradients, sum)
            : NativeMethods.Add(_network.Context, sum, gradients, isLast ? gradients : sum)).Check();
        _isEmpty = isLast;
    }

    public void Dispose() => _sum?.Dispose();
}
