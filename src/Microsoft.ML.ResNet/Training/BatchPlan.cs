namespace Microsoft.ML.ResNet;

/// <summary>
/// How an epoch's images are split into mini-batches. The last one takes what is left, but a single image left over
/// joins the batch before it: batch statistics over one image say nothing.
/// </summary>
internal readonly record struct BatchPlan(int Images, int BatchSize)
{
    public int Count => Math.Max(1, Images / BatchSize + (Images % BatchSize > 1 ? 1 : 0));

    /// <summary>Images in the largest batch.</summary>
    public int Largest => Math.Max(SizeOf(0), SizeOf(Count - 1));

    /// <summary>Images in the smallest batch.</summary>
    public int Smallest => Math.Min(SizeOf(0), SizeOf(Count - 1));

    public int StartOf(int batch) => batch * BatchSize;

    public int SizeOf(int batch) => batch < Count - 1 ? BatchSize : Images - StartOf(batch);
}
