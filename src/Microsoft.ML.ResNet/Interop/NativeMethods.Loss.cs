using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

internal static unsafe partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "rn_softmax")]
    internal static partial NativeStatus Softmax(
        NativeContext context, long n, int classes, NativeBuffer logits, NativeBuffer probabilities);

    [LibraryImport(Library, EntryPoint = "rn_softmax_cross_entropy")]
    internal static partial NativeStatus SoftmaxCrossEntropy(
        NativeContext context, long n, int classes, float gradientScale, NativeBuffer logits, NativeBuffer targets,
        int* labels, long labelsLength, NativeBuffer dlogits, out double loss, out long correct);

    [LibraryImport(Library, EntryPoint = "rn_sigmoid_cross_entropy")]
    internal static partial NativeStatus SigmoidCrossEntropy(
        NativeContext context, long n, int labels, float gradientScale, NativeBuffer logits, NativeBuffer targets,
        byte* truth, long truthLength, NativeBuffer dlogits, out double loss, out LabelCounts counts);
}
