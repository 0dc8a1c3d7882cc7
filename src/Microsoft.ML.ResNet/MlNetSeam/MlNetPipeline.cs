using Microsoft.ML.ResNet.Persistence;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.ResNet.MlNetSeam;

/// <summary>Enumerates the transformers of a pipeline.</summary>
internal static class MlNetPipeline
{
    /// <summary>The transformers of a saved model, in order.</summary>
    /// <exception cref="InvalidDataException">The file is not an ML.NET model, or is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<ITransformer> Load(IHostEnvironment environment, string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return Flatten(LoadChecked(new ModelOperationsCatalog(environment), file, out _));
        }
        catch (Exception e) when (IsOfDamage(e))
        {
            throw new InvalidDataException($"'{path}' is not a model that ML.NET can load: {e.Message}", e);
        }
    }

    /// <summary>Loads a model after a check of the counts and lengths in its file.</summary>
    public static ITransformer LoadChecked(ModelOperationsCatalog catalog, Stream file, out DataViewSchema? inputSchema)
    {
        ModelFileCheck.Run(file);
        return catalog.Load(file, out inputSchema);
    }

    /// <summary>Whether ML.NET or the check throws an exception for a damaged file.</summary>
    public static bool IsOfDamage(Exception exception) => exception is FormatException or ArgumentException
        or InvalidOperationException or InvalidDataException;

    /// <summary>The transformers of a model, with nested chains flattened.</summary>
    // Every TransformerChain enumerates its transformers.
    public static IEnumerable<ITransformer> Flatten(ITransformer model) =>
        model is IEnumerable<ITransformer> chain ? chain.SelectMany(Flatten) : [model];
}
