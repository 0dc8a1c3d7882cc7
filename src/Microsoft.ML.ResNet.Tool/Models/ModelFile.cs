using System.IO.Compression;
using Microsoft.ML.Data;
using Microsoft.ML.ResNet.CommandLine;

namespace Microsoft.ML.ResNet.Tool.Models;

/// <summary>Reads and writes model files.</summary>
internal static class ModelFile
{
    /// <exception cref="UserException">
    /// The file is missing or damaged, or does not contain exactly one residual network.
    /// </exception>
    public static ResNetClassifierTransformer Load(MLContext ml, string path, string? classNames = null)
    {
        if (!File.Exists(path))
            throw new UserException($"the model '{path}' does not exist.");
        try
        {
            return IsWeights(path) ? LoadWeights(ml, path, classNames) : SavedClassifier.Load(ml, path);
        }
        catch (Exception exception) when (exception is not (DllNotFoundException or UserException))
        {
            throw new UserException(
                $"'{path}' is not a usable model: {Failure.OneLine(exception)}", exception);
        }
    }

    /// <summary>The path of a model, or of installed weights that are given by their name.</summary>
    /// <exception cref="UserException">There is neither.</exception>
    public static string Find(string pathOrName)
    {
        if (File.Exists(pathOrName))
            return pathOrName;
        return ResNetPretrainedWeights.Parse(pathOrName).Path is { } path && File.Exists(path)
            ? path
            : throw new UserException($"there is neither a model '{pathOrName}', nor are weights of that name installed.");
    }

    /// <summary>Whether a file has weights and is no model of ML.NET, which is a zip archive.</summary>
    public static bool IsWeights(string path)
    {
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            return archive.Entries.Any(entry => entry.Name == "data.pkl"); // PyTorch's
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }

    /// <summary>
    /// Saves a pipeline from a column of encoded images to <c>Score</c> and <c>PredictedLabel</c>, the latter as text.
    /// </summary>
    public static void Save(MLContext ml, ResNetClassifierTransformer classifier, string path)
    {
        IDataView input = ImageInput.Adapt(ml, classifier, ml.Data.LoadFromEnumerable(Array.Empty<EncodedImage>()));
        ITransformer names = ml.Transforms.Conversion
            .MapKeyToValue(classifier.PredictedLabelColumnName).Fit(classifier.Transform(input));
        var pipeline = new TransformerChain<ITransformer>(classifier, names);
        OutputFile.Write(path, stream => ml.Model.Save(pipeline, input.Schema, stream));
    }

    /// <summary>
    /// Saves a model that took long to train. If that fails, as on a full disk, it is saved to the folder of temporary files.
    /// </summary>
    /// <exception cref="UserException">The file could not be written; the message says where the model is.</exception>
    public static void SaveTrained(MLContext ml, ResNetClassifierTransformer classifier, string path)
    {
        try
        {
            Save(ml, classifier, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException
            && !File.Exists(OutputFile.TemporaryPath(path)))
        {
            string rescued = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}-{Path.GetFileName(path)}");
            try
            {
                Save(ml, classifier, rescued);
            }
            catch (Exception second) when (second is IOException or UnauthorizedAccessException)
            {
                throw new UserException(
                    $"the trained model could not be saved: {Failure.OneLine(exception)} Nor to '{rescued}': {Failure.OneLine(second)}",
                    exception);
            }
            throw new UserException(
                $"'{path}' could not be written: {Failure.OneLine(exception)} The trained model is in '{rescued}'.", exception);
        }
    }

    private static ResNetClassifierTransformer LoadWeights(MLContext ml, string path, string? classNames)
    {
        string[]? names = classNames is null ? null : [.. File.ReadLines(classNames).Where(line => line.Length > 0)];
        try
        {
            return ml.Model.LoadResNetWeights(path, names);
        }
        catch (ArgumentException exception) when (names is null)
        {
            throw new UserException(
                $"{Failure.OneLine(exception)} Give a file with the class names as --class-names.", exception);
        }
    }
}

/// <summary>A row with an encoded image.</summary>
internal sealed class EncodedImage
{
    public byte[] Image { get; set; } = [];
}
