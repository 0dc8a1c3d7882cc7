using Microsoft.ML.Data;
using Microsoft.ML.ResNet.Explanation;

namespace Microsoft.ML.ResNet;

// Two overloads have optional parameters, but no call fits both: an image is not a span of bytes.
#pragma warning disable RS0026
public sealed partial class ResNetClassifierTransformer
{
    private readonly Explainer _explainer;

    /// <summary>Explains the prediction for an image file: a heat map of the evidence for its class.</summary>
    /// <param name="image">The content of an image file, such as the result of <c>File.ReadAllBytes</c>.</param>
    /// <param name="options">The class and the method; null for Grad-CAM of the most probable class.</param>
    /// <remarks>
    /// Computed in single precision whatever <see cref="Precision"/> is. Thread-safe; calls on one transformer take
    /// turns. <see cref="Dispose"/> frees the native memory for it.
    /// </remarks>
    /// <exception cref="ArgumentException">
    /// An option is out of its range; or the model was trained on vectors of Single: explain those with
    /// <c>mlContext.Transforms.ResNetExplanation</c>.
    /// </exception>
    /// <exception cref="InvalidDataException">The image cannot be decoded.</exception>
    /// <example>
    /// <code>
    /// ResNetExplanation why = model.Explain(File.ReadAllBytes("photo.jpg"));
    /// Console.WriteLine($"{why.ClassName}, with probability {why.Probability:F3}");
    /// why.SaveOverlay("why.png");
    /// </code>
    /// </example>
    public ResNetExplanation Explain(ReadOnlySpan<byte> image, ResNetExplanationOptions? options = null)
    {
        ExplanationPlan plan = ExplanationPlan.For(_model, options);
        return _explainer.Explain(ImagePreprocessing.Decode(image, _model.Specification), plan);
    }

    /// <summary>Explains the prediction for an image: a heat map of the evidence for its class.</summary>
    /// <param name="image">An image of any size, which is resized as image files are.</param>
    /// <param name="options">The class and the method; null for Grad-CAM of the most probable class.</param>
    /// <inheritdoc cref="Explain(ReadOnlySpan{byte}, ResNetExplanationOptions?)"/>
    public ResNetExplanation Explain(MLImage image, ResNetExplanationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        ExplanationPlan plan = ExplanationPlan.For(_model, options);
        return _explainer.Explain(ImagePreprocessing.Resize(image, _model.Specification), plan);
    }
}
