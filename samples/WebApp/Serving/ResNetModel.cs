using Microsoft.ML;
using Microsoft.ML.ResNet;

namespace WebApp.Serving;

/// <summary>A classifier of ours.</summary>
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
        CreateScorer().Dispose();
    }

    public ModelCard Card { get; }

    public IImageScorer CreateScorer() => new ResNetScorer(_ml, _classifier);

    public void Dispose() => _classifier.Dispose();
}
