namespace WebApp.Serving;

/// <summary>A model that is in memory. Thread-safe, apart from its scorers.</summary>
internal interface IClassifier : IDisposable
{
    ModelCard Card { get; }

    /// <summary>What scores one picture after another, on one thread at a time.</summary>
    IImageScorer CreateScorer();
}

/// <summary>Scores pictures. Not thread-safe.</summary>
internal interface IImageScorer : IDisposable
{
    /// <param name="image">The content of an image file.</param>
    /// <param name="overlay">
    /// Pixels of the longer side of a picture that shows where the most probable class was seen; null for none.
    /// </param>
    /// <exception cref="UnreadableImageException">The picture cannot be decoded.</exception>
    ImageScores Score(byte[] image, int? overlay);
}

/// <param name="Probabilities">Of every class, in the order of <see cref="ModelCard.Classes"/>.</param>
/// <param name="Overlay">A PNG image, or null if none was asked for.</param>
internal sealed record ImageScores(float[] Probabilities, byte[]? Overlay);

/// <param name="Architecture">The network's name.</param>
/// <param name="Classes">Names in the order of the scores.</param>
/// <param name="IsMultiLabel">Whether several of the classes may apply to one picture.</param>
/// <param name="Threshold">The least probability of a class that is predicted.</param>
/// <param name="ImageWidth">What pictures are brought to, in pixels.</param>
/// <param name="ImageHeight">As above.</param>
internal sealed record ModelCard(
    string Architecture, IReadOnlyList<string> Classes, bool IsMultiLabel, float Threshold, int ImageWidth,
    int ImageHeight);

/// <summary>A picture whose header is sound, but not the rest of it.</summary>
internal sealed class UnreadableImageException(Exception? inner = null) : Exception(
    "The picture is damaged or incomplete: it cannot be decoded.", inner);
