using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>Estimates the memory of a training before it starts: network, optimizer, batches and validation, but not
/// the decoded images.</summary>
internal static class TrainingMemory
{
    // Copies of the parameters on the managed heap: the initial model, the trained model, and the best or previous one.
    private const int ManagedCopies = 3;

    // Per-thread scratch memory of the kernels for transformed tiles and packed panels: at most a few megabytes.
    private const long ScratchBytesPerThread = 4 << 20;

    // JIT-compiled code, stacks and other runtime memory: 8 to 20 MB measured.
    private const long RuntimeBytes = 32 << 20;

    /// <param name="settings">The training's settings.</param>
    /// <param name="stored">Shape of the stored images.</param>
    /// <param name="trainImages">Number of training images.</param>
    /// <param name="validationImages">Number of validation images.</param>
    /// <param name="threads">Number of compute threads.</param>
    /// <returns>Bytes.</returns>
    public static long Estimate(
        TrainingSettings settings, PixelShape stored, long trainImages, long validationImages, int threads)
    {
        ImageSize input = settings.InputOf(stored.Size);
        NetworkLayout layout = new(
            settings.Options.Architecture, input.Height, input.Width, stored.Channels, settings.ClassCount);
        Arithmetic arithmetic = Arithmetic.FromPrecision(settings.Options.Precision);
        BatchPlan plan = new(checked((int)trainImages), settings.BatchSize, settings.Options.Optimizer.AccumulationSteps);
        using NativeContext context = NativeContext.Create(threads: 1);
        long network = TrainingNetwork.MeasureBytes(
            layout, context, plan.Largest, arithmetic, settings.Options.FrozenStages);
        long parameters = layout.ParameterCount * sizeof(float);
        // The velocity, optionally accumulated gradients and weight averages, and managed copies.
        ResNetOptimizerOptions optimizer = settings.Options.Optimizer;
        long copies = 1 + (optimizer.AccumulationSteps > 1 ? 1 : 0) + (optimizer.MovingAverageDecay > 0 ? 1 : 0)
            + ManagedCopies;
        long batches = 2 * plan.Largest * layout.InputLength * sizeof(float);
        return network + copies * parameters + batches + Validation(layout, arithmetic, validationImages > 0)
            + threads * ScratchBytesPerThread + RuntimeBytes;
    }

    // Folded weights and the inference workspace.
    private static long Validation(NetworkLayout layout, Arithmetic arithmetic, bool validates) => validates
        ? layout.ParameterCount * sizeof(float) + InferenceWorkspace.MeasureBytes(layout, arithmetic)
        : 0;
}
