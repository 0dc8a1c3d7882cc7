using Microsoft.ML.ResNet.Architectures;

namespace Microsoft.ML.ResNet.Benchmarks.Inputs;

/// <summary>
/// Floating-point operations of convolutions and the linear layer as a direct computation does them, two for a
/// multiplication and an addition. Algorithms that need fewer, such as Winograd's, may exceed 100 % of the peak.
/// </summary>
internal static class OperationCount
{
    public static double Forward(this ConvolutionLayout convolution) =>
        2.0 * convolution.OutputLength * convolution.Kernel * convolution.Kernel * convolution.GroupChannels;

    /// <summary>Inference on one image.</summary>
    public static double Inference(this NetworkLayout layout) =>
        layout.Units.Sum(unit => unit.Convolution.Forward()) + 2.0 * layout.Head.Features * layout.Head.Classes;

    /// <summary>
    /// One image's share of a training step: three passes of equal cost, except that the gradient of the images is not
    /// needed.
    /// </summary>
    public static double Training(this NetworkLayout layout) =>
        3 * layout.Inference() - layout.Stem.Units[0].Convolution.Forward();
}
