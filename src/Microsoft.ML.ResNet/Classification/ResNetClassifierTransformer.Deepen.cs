using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Transfer;

namespace Microsoft.ML.ResNet;

public sealed partial class ResNetClassifierTransformer
{
    /// <summary>
    /// A deeper network that computes the same (He et al. 2015, section 1): identity blocks are added at the end
    /// of stages, all others are this model's. Score with it, or continue training:
    /// <code>
    /// var deeper = model.Deepen(ResNetArchitecture.ResNet56);
    /// options.Architecture = deeper.Architecture;
    /// var trained = mlContext.Transforms.ResNetClassifier(options).Fit(train, validation, deeper);
    /// </code>
    /// </summary>
    /// <remarks>
    /// <para>
    /// With <see cref="ResNetShortcut.ZeroPadding"/> and <see cref="ResNetShortcut.Projection"/> the scores have the same
    /// bits, and so has the loss of every mini-batch: the residual function of an added block ends in a batch
    /// normalization with scale and shift 0.
    /// </para>
    /// <para>
    /// With <see cref="ResNetShortcut.None"/> and <see cref="ResNetShortcut.ProjectionAlways"/> the added convolutions
    /// copy their input, and batch normalization must undo itself: scale and shift are standard deviation and mean of
    /// that input, which are not part of a model, so that images are needed to measure them. Scores then agree to 1e-4 in single
    /// precision. Mini-batches, each normalized by its own moments, agree up to the variation of these.
    /// </para>
    /// </remarks>
    /// <param name="architecture">
    /// This model's architecture with more blocks in some stages and perhaps another name:
    /// <c>model.Architecture with { Name = ..., StageDepths = ... }</c>, or a named one of the same family.
    /// </param>
    /// <param name="calibrationData">
    /// Images like those that will be scored, such as a part of the training set; labels are not needed. Without
    /// identity shortcuts a few hundred are needed, otherwise none.
    /// </param>
    /// <param name="maximumImages">The largest number of images to use, at least 1; a few more may be read.</param>
    /// <param name="seed">Decides the initial weights inside added residual functions.</param>
    /// <exception cref="ArgumentException">
    /// The architecture differs in more than its name and depths, or has fewer blocks; it has bottlenecks without
    /// shortcuts, which cannot be the identity; images are needed and there are none.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The model is quantized: deepen it with <see cref="ResNetPrecision.Float32"/>, then quantize the result.
    /// </exception>
    public ResNetClassifierTransformer Deepen(
        ResNetArchitecture architecture, IDataView? calibrationData = null, int maximumImages = 512, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumImages, 1);
        DeeperArchitecture.Check(Architecture, architecture);
        if (Precision == ResNetPrecision.Int8)
        {
            throw new InvalidOperationException(
                "The ranges of a quantised model's activations do not fit a deeper one: call "
                + "WithPrecision(ResNetPrecision.Float32), Deepen, and then Quantize.");
        }
        ResNetModel deeper = Deepening.Deepen(
            _model.Network, architecture, Moments(architecture, calibrationData, maximumImages), seed);
        return new ResNetClassifierTransformer(
            _environment, _model with { Network = deeper, Ranges = null, TrainingReport = null });
    }

    private ActivationMoments? Moments(ResNetArchitecture architecture, IDataView? images, int maximumImages)
    {
        if (!DeeperArchitecture.NeedsMoments(architecture))
            return null;
        if (images is null)
        {
            throw new ArgumentException(
                $"{architecture} has no identity shortcuts: what its added batch normalisations must undo is measured on "
                + "images. Give calibrationData, such as the training set.", nameof(images));
        }
        ActivationMoments moments = new(_model.Network.CreateLayout());
        Calibration.Observe(_environment, _model, images, maximumImages, moments);
        return moments;
    }
}
