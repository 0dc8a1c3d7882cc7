using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;

namespace Microsoft.ML.ResNet.Network;

/// <summary>
/// The target matrix of a mini-batch and the loss against it. Each row is a weighted sum of labels, so label smoothing,
/// mixup and example weights only affect how it is filled.
/// </summary>
/// <remarks>
/// The loss of a mini-batch is the mean over its images of weight times cross-entropy; weights have mean 1 over the
/// training set.
/// </remarks>
internal abstract class BatchTargets
{
    /// <param name="set">Labels and weights of the images.</param>
    /// <param name="classes">Number of classes or labels.</param>
    /// <param name="capacity">Maximum images in a mini-batch.</param>
    /// <param name="smoothing">Label smoothing, 0 to below 1.</param>
    public static BatchTargets Create(ImageSubset set, int classes, int capacity, float smoothing) => set.Labels.IsMultiLabel
        ? new LabelTargets(set, classes, capacity, smoothing)
        : new ClassTargets(set.Labels, classes, capacity, smoothing, set.Weights);

    /// <summary>Clears the first rows.</summary>
    /// <param name="n">Number of images.</param>
    public abstract void Clear(int n);

    /// <summary>Adds an image's labels, multiplied by a factor, to a row.</summary>
    /// <param name="row">A row that was cleared.</param>
    /// <param name="image">Index of the image in the store.</param>
    /// <param name="part">
    /// The factor, 0 to 1; the parts of a row sum to 1. Accuracy counts the labels of the image with the largest part.
    /// </param>
    public abstract void Add(int row, long image, float part);

    /// <summary>The loss of the first n rows.</summary>
    /// <param name="context">The native context.</param>
    /// <param name="n">Number of images.</param>
    /// <param name="logits">(n, classes).</param>
    /// <param name="gradient">
    /// Receives the gradient of the mean loss, (n, classes); may be the logits, or empty to skip it.
    /// </param>
    public abstract BatchLoss Loss(NativeContext context, long n, NativeBuffer logits, NativeBuffer gradient);

    /// <summary>Fills the rows with the labels of unmixed images.</summary>
    public void Fill(ReadOnlySpan<long> images)
    {
        Clear(images.Length);
        for (int i = 0; i < images.Length; i++)
            Add(i, images[i], 1);
    }
}
