using Microsoft.ML.ResNet.Explanation;
using Microsoft.ML.ResNet.Model;

namespace Microsoft.ML.ResNet;

/// <summary>
/// A heat map of the evidence for a class in an image, created by
/// <see cref="ResNetClassifierTransformer.Explain(ReadOnlySpan{byte}, ResNetExplanationOptions?)"/>.
/// </summary>
public sealed partial class ResNetExplanation
{
    private readonly ClassifierModel _model;
    private readonly InputImage _image;
    private readonly float[] _map;

    internal ResNetExplanation(ClassifierModel model, InputImage image, float[] map) =>
        (_model, _image, _map) = (model, image, map);

    /// <summary>The method that computed the map.</summary>
    public required ResNetExplanationMethod Method { get; init; }

    /// <summary>The class or label that is explained.</summary>
    public required string ClassName { get; init; }

    /// <summary>Index of the class in <see cref="Scores"/>, from 0.</summary>
    public required int ClassIndex { get; init; }

    /// <summary>Probability of the class.</summary>
    public float Probability => Scores[ClassIndex];

    /// <summary>
    /// Probabilities of all classes, in the order of <see cref="ResNetClassifierTransformer.ClassNames"/>, computed in
    /// single precision without test-time augmentation.
    /// </summary>
    public required IReadOnlyList<float> Scores { get; init; }

    /// <summary>Height of the map: that of the network's input.</summary>
    public int Height => _image.Shape.Height;

    /// <summary>Width of the map: that of the network's input.</summary>
    public int Width => _image.Shape.Width;

    /// <summary>
    /// The evidence for the class at every pixel, row by row: from 0 (none, or evidence against it) to 1 (the strongest
    /// in this image). All 0 if there is no evidence.
    /// </summary>
    public ReadOnlyMemory<float> Map => _map;

    /// <summary>
    /// The value that 1 in the map represents. For <see cref="ResNetExplanationMethod.GradCam"/>: the weighted sum of
    /// channels, which in the last stage is the pixel's contribution to the logit. For
    /// <see cref="ResNetExplanationMethod.Occlusion"/>: the drop in probability.
    /// </summary>
    public required float Peak { get; init; }
}
