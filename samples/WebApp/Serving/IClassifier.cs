namespace WebApp.Serving;

/// <summary>A loaded model. Thread-safe, except for its scorers.</summary>
internal interface IClassifier : IDisposable
{
    ModelCard Card { get; }

    /// <summary>Creates a scorer for use by one thread at a time.</summary>
    IImageScorer CreateScorer();
}

/// <summary>Scores pictures. Not thread-safe.</summary>
internal interface IImageScorer : IDisposable
{
    /// <param name="image">The content of an image file.</param>
    /// <param name="overlay">
    /// Length in pixels of the longer side of the heat map for the most probable class; null for no heat map.
    /// </param>
    /// <exception cref="UnreadableImageException">The picture cannot be decoded.</exception>
    ImageScores Score(byte[] image, int? overlay);
}

/// <param name="Probabilities">Probability of each class, in the order of <see cref="ModelCard.Classes"/>.</param>
/// <param name="Overlay">A PNG image; null if it was not requested.</param>
internal sealed record ImageScores(float[] Probabilities, byte[]? Overlay);

/// <param name="Architecture">Name of the network.</param>
/// <param name="Classes">Class names in the order of the scores.</param>
/// <param name="IsMultiLabel">Whether several classes can apply to one picture.</param>
/// <param name="Threshold">Minimum probability for a class to be predicted.</param>
/// <param name="ImageWidth">Width of the network's input in pixels.</param>
/// <param name="ImageHeight">Height of the network's input in pixels.</param>
internal sealed record ModelCard(
    string Architecture, IReadOnlyList<string> Classes, bool IsMultiLabel, float Threshold, int ImageWidth,
    int ImageHeight);

/// <summary>The picture's header is valid, but the rest cannot be decoded.</summary>
internal sealed class UnreadableImageException(Exception? inner = null) : Exception(
    "The picture is damaged or incomplete: it cannot be decoded.", inner);
