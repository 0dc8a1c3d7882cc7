using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

internal static partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "rn_batch_norm_train")]
    internal static partial NativeStatus BatchNormTrain(
        NativeContext context, long rows, int channels, float epsilon, float momentum, NativeBuffer x,
        NativeBuffer gamma, NativeBuffer beta, NativeBuffer residual, int relu, NativeBuffer runningMean,
        NativeBuffer runningVariance, NativeBuffer savedMean, NativeBuffer savedInvStd, NativeBuffer y);

    [LibraryImport(Library, EntryPoint = "rn_batch_norm_infer")]
    internal static partial NativeStatus BatchNormInfer(
        NativeContext context, long rows, int channels, float epsilon, NativeBuffer x, NativeBuffer gamma,
        NativeBuffer beta, NativeBuffer mean, NativeBuffer variance, NativeBuffer residual, int relu, NativeBuffer y);

    [LibraryImport(Library, EntryPoint = "rn_batch_norm_backward")]
    internal static partial NativeStatus BatchNormBackward(
        NativeContext context, long rows, int channels, NativeBuffer x, NativeBuffer y, NativeBuffer dy,
        NativeBuffer gamma, NativeBuffer beta, NativeBuffer savedMean, NativeBuffer savedInvStd, int relu,
        NativeBuffer dx, NativeBuffer dresidual, NativeBuffer dgamma, NativeBuffer dbeta);
}
