using Microsoft.Extensions.Options;
using Microsoft.ML;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine;

namespace WebApp.Serving;

/// <summary>Loads the model.</summary>
internal interface IClassifierSource
{
    /// <exception cref="ModelException">There is no usable model.</exception>
    IClassifier Load(CancellationToken token);

    /// <summary>Whether the model file has changed since the last call that returned true, or since the start.</summary>
    /// <exception cref="IOException">The file cannot be examined.</exception>
    bool HasChanged();
}

/// <summary>There is no model to serve; the message says why and what to do.</summary>
internal sealed class ModelException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Loads the file that the options name, or the network for drawn shapes if they name none.</summary>
internal sealed class ClassifierSource(IOptions<ServiceOptions> options, ILogger<ClassifierSource> log)
    : IClassifierSource
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly ModelFileWatch? _watch =
        options.Value.Model is { Length: > 0 } path ? new ModelFileWatch(path) : null;

    public bool HasChanged() => _watch?.HasChanged() ?? false;

    public IClassifier Load(CancellationToken token) =>
        options.Value.Model is { Length: > 0 } path ? LoadFile(path) : LoadDrawn(options.Value.DrawnModel, token);

    private ResNetModel LoadFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new ModelException(
                $"The model '{path}' does not exist. Train one on your pictures with build/quickstart.sh --data FOLDER, "
                + "or omit --Model to train one on drawn shapes.");
        }
        try
        {
            return new ResNetModel(_ml, SavedClassifier.Load(_ml, path));
        }
        catch (UserException exception)
        {
            throw new ModelException(exception.Message, exception);
        }
        catch (Exception exception) when (exception is not DllNotFoundException)
        {
            throw new ModelException($"'{path}' is not a model that can be served: {exception.Message}", exception);
        }
    }

    private ResNetModel LoadDrawn(string path, CancellationToken token)
    {
        if (File.Exists(path))
        {
            try
            {
                return LoadFile(path);
            }
            catch (ModelException exception)
            {
                // Probably saved by another version of this program.
                ServerLog.Outdated(log, path, exception.InnerException?.Message ?? exception.Message);
            }
        }
        ServerLog.Training(log);
        ResNetClassifierTransformer classifier = DrawnClassifier.Train(_ml, token);
        try
        {
            DrawnClassifier.Save(_ml, classifier, path);
            ServerLog.Saved(log, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ServerLog.NotSaved(log, path, exception.Message);
        }
        return new ResNetModel(_ml, classifier);
    }
}
