namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// How an epoch's images are split into mini-batches. The last one holds the remainder, except that a single remaining
/// image joins the previous batch, because batch statistics over one image are meaningless.
/// </summary>
/// <param name="Images">Images per epoch.</param>
/// <param name="BatchSize">Images per mini-batch.</param>
/// <param name="BatchesPerStep">
/// Mini-batches whose gradients are accumulated for one optimizer step; an epoch's last step has the remainder.
/// </param>
internal readonly record struct BatchPlan(int Images, int BatchSize, int BatchesPerStep = 1)
{
    /// <summary>Optimizer steps per epoch.</summary>
    public int Steps => (Count - 1) / BatchesPerStep + 1;

    /// <summary>Index of the step that a mini-batch belongs to.</summary>
    public int StepOf(int batch) => batch / BatchesPerStep;

    /// <summary>Number of mini-batches in the step that starts with <paramref name="firstBatch"/>.</summary>
    public int BatchesFrom(int firstBatch) => Math.Min(BatchesPerStep, Count - firstBatch);

    /// <summary>Number of images in the step that starts with <paramref name="firstBatch"/>.</summary>
    public int ImagesFrom(int firstBatch)
    {
        int last = firstBatch + BatchesFrom(firstBatch) - 1;
        return StartOf(last) + SizeOf(last) - StartOf(firstBatch);
    }

    public int Count => Math.Max(1, Images / BatchSize + (Images % BatchSize > 1 ? 1 : 0));

    /// <summary>Images in the largest batch.</summary>
    public int Largest => Math.Max(SizeOf(0), SizeOf(Count - 1));

    /// <summary>Images in the smallest batch.</summary>
    public int Smallest => Math.Min(SizeOf(0), SizeOf(Count - 1));

    public int StartOf(int batch) => batch * BatchSize;

    public int SizeOf(int batch) => batch < Count - 1 ? BatchSize : Images - StartOf(batch);
}
