using Microsoft.ML.ResNet.MlNetSeam;

namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>The classifier in a model that ML.NET saved.</summary>
internal static class SavedClassifier
{
    /// <exception cref="UserException">There is none, or there are several.</exception>
    /// <remarks>Throws what ML.NET throws at a file that it cannot load.</remarks>
    public static ResNetClassifierTransformer Load(MLContext ml, string path)
    {
        ResNetClassifierTransformer[] found =
            [.. MlNetPipeline.Flatten(ml.Model.Load(path, out _)).OfType<ResNetClassifierTransformer>()];
        return found.Length switch
        {
            1 => found[0],
            0 => throw new UserException(
                $"'{path}' is an ML.NET model without a residual network: train one with 'resnet train'."),
            _ => throw new UserException(
                $"'{path}' has {found.Length} residual networks: save the one that is meant in a file of its own."),
        };
    }
}
