using Microsoft.ML.ResNet.MlNetSeam;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>Finds the classifier in a saved ML.NET model.</summary>
internal static class SavedClassifier
{
    /// <exception cref="UserException">The model contains no classifier, or several.</exception>
    /// <remarks>Also throws the exceptions of ML.NET for a file that it cannot load.</remarks>
    public static ResNetClassifierTransformer Load(MLContext ml, string path)
    {
        ResNetClassifierTransformer[] found =
            [.. MlNetPipeline.Flatten(ml.Model.LoadChecked(path, out _)).OfType<ResNetClassifierTransformer>()];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new UserException(
                $"'{path}' is an ML.NET model without a residual network: train a model with 'resnet train'."),
            _ => throw new UserException(
                $"'{path}' has {found.Length} residual networks: save the one to use in its own file."),
        };
    }
}
