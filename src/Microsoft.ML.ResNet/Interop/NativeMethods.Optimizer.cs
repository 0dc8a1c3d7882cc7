using System.Runtime.InteropServices;

namespace Microsoft.ML.ResNet.Interop;

/// <summary>rn_sgd_rates.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SgdRates
{
    public float LearningRate, Momentum, WeightDecay;
    public float GradientScale;
    public float AverageRate;
    public int Nesterov;
}

internal static partial class NativeMethods
{
    [LibraryImport(Library, EntryPoint = "rn_sgd_step")]
    internal static partial NativeStatus SgdStep(
        NativeContext context, in SgdRates rates, NativeBuffer gradient, NativeBuffer velocity, NativeBuffer weights,
        NativeBuffer average);

    [LibraryImport(Library, EntryPoint = "rn_moving_average")]
    internal static partial NativeStatus MovingAverage(
        NativeContext context, float rate, NativeBuffer x, NativeBuffer average);

    [LibraryImport(Library, EntryPoint = "rn_sum_of_squares")]
    internal static partial NativeStatus SumOfSquares(NativeContext context, NativeBuffer x, out double sum);
}
