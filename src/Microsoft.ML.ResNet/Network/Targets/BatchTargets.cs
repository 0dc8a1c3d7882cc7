using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// What a mini-batch's outputs ought to be, and the loss that compares them with it: a dense matrix whose rows are sums
/// of labels, so that smoothing, mixing and weighting are only ways to fill it.
/// </summary>
/// <remarks>
/// The loss of a mini-batch is the mean over its images of weight times cross-entropy; weights have the mean 1 over the
/// training set.
/// </remarks>
internal abstract class BatchTargets
{
    /// <param name="set">Labels and weights of the images.</param>
    /// <param name="classes">Number of classes, or of labels.</param>
    /// <param name="capacity">The most images in a mini-batch.</param>
    /// <param name="smoothing">The part of a label that is spread: 0 to below 1.</param>
    public static BatchTargets Create(ImageSubset set, int classes, int capacity, float smoothing) => set.Labels.IsMultiLabel
        ? new LabelTargets(set, classes, capacity, smoothing)
        : new ClassTargets(set.Labels, classes, capacity, smoothing, set.Weights);

    /// <summary>Takes away what the first rows hold.</summary>
    /// <param name="n">Images.</param>
    public abstract void Clear(int n);

    /// <summary>Adds a part of an image's labels to a row.</summary>
    /// <param name="row">The row, one of those that were cleared.</param>
    /// <param name="image">The image, a row of the store.</param>
    /// <param name="part">0 to 1; the parts of a row sum to 1. The accuracy is that of the largest.</param>
    public abstract void Add(int row, long image, float part);

    /// <summary>The loss of the first rows.</summary>
    /// <param name="context">Computes.</param>
    /// <param name="n">Images.</param>
    /// <param name="logits">(n, classes).</param>
    /// <param name="gradient">
    /// (n, classes): the gradient of the mean over the images; may be the logits, or empty if it is not wanted.
    /// </param>
    public abstract BatchLoss Loss(NativeContext context, long n, NativeBuffer logits, NativeBuffer gradient);

    /// <summary>The targets of single images, none of them mixed.</summary>
    public void Fill(ReadOnlySpan<long> images)
    {
        Clear(images.Length);
        for (int i = 0; i < images.Length; i++)
            Add(i, images[i], 1);
    }
}
