using Microsoft.ML.ResNet.MlNetSeam;

namespace Microsoft.ML.ResNet.Classification;

/// <summary>Finds the classifier in a fitted or loaded model.</summary>
internal static class FittedClassifier
{
    /// <summary>The model itself, or the only classifier in the chain.</summary>
    /// <exception cref="ArgumentException">The model has no classifier, or several.</exception>
    public static ResNetClassifierTransformer Of(ITransformer model, string parameterName)
    {
        ResNetClassifierTransformer[] found =
            [.. MlNetPipeline.Flatten(model).OfType<ResNetClassifierTransformer>().Take(2)];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new ArgumentException(
                $"The model, a {model.GetType().Name}, has no residual network: give a ResNetClassifierTransformer, or a "
                + "chain of transformers with one among them.", parameterName),
            _ => throw new ArgumentException(
                "The model has several residual networks: give the ResNetClassifierTransformer that is meant.",
                parameterName),
        };
    }
}
