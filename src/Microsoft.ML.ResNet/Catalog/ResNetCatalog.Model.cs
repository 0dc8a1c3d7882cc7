using Microsoft.ML.ResNet.MlNetSeam;

namespace Microsoft.ML;

public static partial class ResNetCatalog
{
    /// <summary>
    /// Loads a model like <see cref="ModelOperationsCatalog.Load(string, out DataViewSchema)"/>, but first checks the counts
    /// and lengths in the file. Use it for files of unknown origin: ML.NET itself can allocate gigabytes or not return for a
    /// damaged file of a few bytes.
    /// </summary>
    /// <param name="catalog">The catalog <c>mlContext.Model</c>.</param>
    /// <param name="filePath">Path of the model file.</param>
    /// <param name="inputSchema">The schema that the model was trained with; null if the file contains none.</param>
    /// <remarks>
    /// Checked are the schema, chains of transformers, the transformers of this library, and ML.NET's transformers that load
    /// and resize images and map, copy and convert columns. Other transformers are read by ML.NET without a check. A model
    /// file also names the assemblies of its transformers: a check does not make an assembly trustworthy.
    /// </remarks>
    /// <exception cref="InvalidDataException">The file is damaged, or is not a model of ML.NET.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ITransformer LoadChecked(
        this ModelOperationsCatalog catalog, string filePath, out DataViewSchema? inputSchema)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(filePath);
        using FileStream file = File.OpenRead(filePath);
        return catalog.LoadChecked(file, out inputSchema);
    }

    /// <param name="catalog">The catalog <c>mlContext.Model</c>.</param>
    /// <param name="stream">The content of the model file; must be seekable.</param>
    /// <param name="inputSchema">The schema that the model was trained with; null if the file contains none.</param>
    /// <inheritdoc cref="LoadChecked(ModelOperationsCatalog, string, out DataViewSchema?)"/>
    public static ITransformer LoadChecked(
        this ModelOperationsCatalog catalog, Stream stream, out DataViewSchema? inputSchema)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            return MlNetPipeline.LoadChecked(catalog, stream, out inputSchema);
        }
        catch (Exception e) when (MlNetPipeline.IsOfDamage(e))
        {
            Exception cause = e is InvalidDataException ? e : e.GetBaseException();
            throw new InvalidDataException($"This is not a model that ML.NET can load: {cause.Message}", e);
        }
    }
}
