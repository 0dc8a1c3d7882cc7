using Microsoft.ML.Data;
using Microsoft.ML.ResNet.CommandLine;

namespace Microsoft.ML.ResNet.Tool.Models;

/// <summary>The class probabilities of an image file, or the reason why there are none.</summary>
internal sealed record ImageScores(string Image, float[]? Scores, string? Error);

/// <summary>Scores image files in chunks. An unreadable file does not prevent the others from being scored.</summary>
internal sealed class ImageScorer(MLContext ml, ResNetClassifierTransformer classifier)
{
    private const int Chunk = 32;
    private const string Undecodable =
        "not a readable image. Supported: JPEG, PNG, WebP, GIF, BMP, ICO and WBMP.";

    public IEnumerable<ImageScores> Score(IEnumerable<string> paths, CancellationToken token)
    {
        foreach (string[] chunk in paths.Chunk(Chunk))
        {
            token.ThrowIfCancellationRequested();
            foreach (ImageScores scores in TryScore(chunk) ?? [.. chunk.SelectMany(path => TryScore([path]) ?? [])])
                yield return scores;
        }
    }

    /// <summary>Returns null if there are several files and one of them cannot be scored.</summary>
    private List<ImageScores>? TryScore(string[] paths)
    {
        IDataView files = ml.Data.LoadFromEnumerable(paths.Select(path => new FileRow(path)));
        IDataView view = ImageInput.Adapt(ml, classifier, files);
        try
        {
            float[][] scores = [.. classifier.Transform(view).GetColumn<float[]>(classifier.ScoreColumnName)];
            return [.. paths.Zip(scores, (path, values) => float.IsNaN(values[0])
                ? new ImageScores(path, null, Undecodable)
                : new ImageScores(path, values, null))];
        }
        catch (Exception exception) when (exception is not DllNotFoundException)
        {
            if (paths.Length > 1)
                return null;
            if (Failure.IsVerbose)
                Console.Error.WriteLine(exception);
            return [new ImageScores(
                paths[0], null, exception is InvalidDataException ? Undecodable : Failure.OneLine(exception))];
        }
    }

    private sealed class FileRow(string path)
    {
        public byte[] Image => File.Exists(path)
            ? File.ReadAllBytes(path)
            : throw new UserException("the file does not exist.");
    }
}
