namespace Microsoft.ML.ResNet.Training;

/// <summary>
/// How an epoch's images are split into mini-batches. The last one takes what is left, but a single image left over
/// joins the batch before it: batch statistics over one image say nothing.
/// </summary>
/// <param name="Images">Of an epoch.</param>
/// <param name="BatchSize">Images of a mini-batch.</param>
/// <param name="BatchesPerStep">
/// Mini-batches whose gradients make a step of descent; the last step of an epoch takes what is left.
/// </param>
internal readonly record struct BatchPlan(int Images, int BatchSize, int BatchesPerStep = 1)
{
    /// <summary>Steps of an epoch.</summary>
    public int Steps => (Count - 1) / BatchesPerStep + 1;

    /// <summary>The step that a mini-batch belongs to.</summary>
    public int StepOf(int batch) => batch / BatchesPerStep;

    /// <summary>Mini-batches of the step that begins with one.</summary>
    public int BatchesFrom(int firstBatch) => Math.Min(BatchesPerStep, Count - firstBatch);

    /// <summary>Images of the step that begins with a mini-batch.</summary>
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
