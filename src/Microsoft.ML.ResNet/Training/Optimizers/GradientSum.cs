using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// Adds up the gradients of the mini-batches of one step, in their order, each the gradient of its part of the mean over
/// all images of the step.
/// </summary>
internal sealed class GradientSum : IDisposable
{
    private readonly TrainingNetwork _network;
    private readonly AlignedBuffer? _sum;
    private bool _isEmpty = true;

    /// <param name="network">Whose gradients.</param>
    /// <param name="batches">The most mini-batches of a step; nothing is held for a single one.</param>
    public GradientSum(TrainingNetwork network, int batches)
    {
        _network = network;
        _sum = batches > 1 ? new AlignedBuffer(network.Gradients.Length, clear: false) : null;
    }

    /// <summary>Takes a mini-batch's gradients; after the last one of a step, the sum is in the network's place.</summary>
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
