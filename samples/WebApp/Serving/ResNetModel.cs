using Microsoft.ML;
using Microsoft.ML.ResNet;

namespace WebApp.Serving;

/// <summary>A residual network classifier.</summary>
internal sealed class ResNetModel : IClassifier
{
    private readonly MLContext _ml;
    private readonly ResNetClassifierTransformer _classifier;

    public ResNetModel(MLContext ml, ResNetClassifierTransformer classifier)
    {
        _ml = ml;
        _classifier = classifier;
        Card = new ModelCard(
            classifier.Architecture.Name, classifier.ClassNames, classifier.IsMultiLabel, classifier.Threshold,
            classifier.ImageWidth, classifier.ImageHeight);
        CreateScorer().Dispose(); // fails now if the model does not accept image files
    }

    public ModelCard Card { get; }

    public IImageScorer CreateScorer() => new ResNetScorer(_ml, _classifier);

    public void Dispose() => _classifier.Dispose();
}
