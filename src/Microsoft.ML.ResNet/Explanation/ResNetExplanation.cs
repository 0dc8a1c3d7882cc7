using Microsoft.ML.ResNet.Explanation;
using Microsoft.ML.ResNet.Model;

namespace Microsoft.ML.ResNet;

/// <summary>
/// What in an image speaks for a class, made by
/// <see cref="ResNetClassifierTransformer.Explain(ReadOnlySpan{byte}, ResNetExplanationOptions?)"/>.
/// </summary>
public sealed partial class ResNetExplanation
{
    private readonly ClassifierModel _model;
    private readonly SeenImage _image;
    private readonly float[] _map;

    internal ResNetExplanation(ClassifierModel model, SeenImage image, float[] map) =>
        (_model, _image, _map) = (model, image, map);

    /// <summary>How the map was made.</summary>
    public required ResNetExplanationMethod Method { get; init; }

    /// <summary>The class or label that is explained.</summary>
    public required string ClassName { get; init; }

    /// <summary>Its place in <see cref="Scores"/>, from 0.</summary>
    public required int ClassIndex { get; init; }

    /// <summary>Its probability.</summary>
    public float Probability => Scores[ClassIndex];

    /// <summary>
    /// Probabilities of all classes in single precision, without test-time augmentation, in the order of
    /// <see cref="ResNetClassifierTransformer.ClassNames"/>.
    /// </summary>
    public required IReadOnlyList<float> Scores { get; init; }

    /// <summary>Rows of the map: the height of the network's input.</summary>
    public int Height => _image.Shape.Height;

    /// <summary>Columns of the map: the width of the network's input.</summary>
    public int Width => _image.Shape.Width;

    /// <summary>
    /// How much each pixel speaks for the class, row after row: from 0 (nothing, or against it) to 1 (the most in this
    /// image). All 0 if nothing speaks for it.
    /// </summary>
    public ReadOnlyMemory<float> Map => _map;

    /// <summary>
    /// What 1 stands for. Of <see cref="ResNetExplanationMethod.GradCam"/> the weighted sum of channels, which in the last
    /// stage is a pixel's part of the logit; of <see cref="ResNetExplanationMethod.Occlusion"/> how much of the probability
    /// is lost.
    /// </summary>
    public required float Peak { get; init; }
}
