namespace Microsoft.ML.ResNet.Network;

/// <summary>Collects scores and true labels of images to compute average precision.</summary>
/// <param name="labels">Number of labels.</param>
internal sealed class LabelRanking(int labels)
{
    private readonly List<(float[] Scores, int[] Labels)> _images = [];

    /// <param name="scores">A score for every label; probabilities or logits.</param>
    /// <param name="applies">The true labels.</param>
    public void Add(ReadOnlySpan<float> scores, ReadOnlySpan<int> applies) =>
        _images.Add((scores.ToArray(), applies.ToArray()));

    /// <summary>The average precision of every label; null for labels without images.</summary>
    public double?[] AveragePrecisions()
    {
        var result = new double?[labels];
        var scores = new float[_images.Count];
        var truth = new bool[_images.Count];
        for (int j = 0; j < labels; j++)
        {
            for (int i = 0; i < scores.Length; i++)
                (scores[i], truth[i]) = (_images[i].Scores[j], Array.IndexOf(_images[i].Labels, j) >= 0);
            result[j] = AveragePrecision.Compute(scores, truth);
        }
        return result;
    }

    /// <summary>The mean over labels that have images; null if none has.</summary>
    public double? MeanAveragePrecision() => AveragePrecisions().Average();
}
