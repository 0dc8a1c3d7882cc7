using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.MlNetSeam;

/// <summary>Looks into pipelines of transformers.</summary>
internal static class MlNetPipeline
{
    /// <summary>The transformers of a saved model, in order.</summary>
    /// <exception cref="InvalidDataException">The file is no model of ML.NET, or is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<ITransformer> Load(IHostEnvironment environment, string path)
    {
        try
        {
            return Flatten(new ModelOperationsCatalog(environment).Load(path, out _));
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidDataException($"'{path}' is no model that ML.NET can load: {e.Message}", e);
        }
    }

    /// <summary>The transformers of a model, those within chains one by one.</summary>
    // Every TransformerChain is an enumeration of its transformers.
    public static IEnumerable<ITransformer> Flatten(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Flatten) : [model];
}
