using Microsoft.ML.ResNet.Architectures;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>The memory of a training, before it begins: network, optimizer, batches and validation, without the decoded
/// images.</summary>
internal static class MemoryEstimate
{
    // The network's values as they are handed from one part of training to the next: the model it starts from, the one
    // it becomes, and the one before.
    private const int ManagedCopies = 3;

    // Kernels keep transformed tiles and packed panels in memory of their own, by thread: at most a few megabytes each.
    private const long ScratchBytesPerThread = 4 << 20;

    // Code that is compiled, stacks, and what the runtime keeps: 8 to 20 MB were measured.
    private const long RuntimeBytes = 32 << 20;

    /// <param name="settings">The training.</param>
    /// <param name="stored">Its images as they are kept.</param>
    /// <param name="trainImages">How many it learns.</param>
    /// <param name="validationImages">How many it is measured on.</param>
    /// <param name="threads">That compute.</param>
    /// <returns>Bytes.</returns>
    public static long Of(
        TrainingSettings settings, PixelShape stored, long trainImages, long validationImages, int threads)
    {
        ImageSize input = settings.InputOf(stored.Size);
        NetworkLayout layout = new(
            settings.Architecture, input.Height, input.Width, stored.Channels, settings.ClassCount);
        Arithmetic arithmetic = Arithmetic.FromPrecision(settings.Precision);
        BatchPlan plan = new(checked((int)trainImages), settings.BatchSize, settings.AccumulationSteps);
        using NativeContext context = NativeContext.Create(threads: 1);
        long network = TrainingNetwork.MeasureBytes(
            layout, context, plan.Largest, arithmetic, settings.FrozenStages);
        long parameters = layout.ParameterCount * sizeof(float);
        // Velocity, perhaps a sum of gradients and an average, and copies.
        long copies = 1 + (settings.AccumulationSteps > 1 ? 1 : 0) + (settings.MovingAverageDecay > 0 ? 1 : 0)
            + ManagedCopies;
        long batches = 2 * plan.Largest * layout.InputLength * sizeof(float);
        return network + copies * parameters + batches + Validation(layout, arithmetic, validationImages > 0)
            + threads * ScratchBytesPerThread + RuntimeBytes;
    }

    // Folded weights, and what they compute in.
    private static long Validation(NetworkLayout layout, Arithmetic arithmetic, bool validates) => validates
        ? layout.ParameterCount * sizeof(float) + InferenceWorkspace.MeasureBytes(layout, arithmetic)
        : 0;
}
