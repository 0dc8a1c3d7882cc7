using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet;

internal static partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "rn_sgd_step")]
    internal static partial NativeStatus SgdStep(
        NativeContext context, float learningRate, float momentum, float weightDecay, int nesterov,
        NativeBuffer gradient, NativeBuffer velocity, NativeBuffer weights);
}
