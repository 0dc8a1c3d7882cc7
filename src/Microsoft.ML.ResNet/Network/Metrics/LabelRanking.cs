namespace Microsoft.ML.ResNet.Network;

/// <summary>Scores and labels of images, for how well the scores rank them.</summary>
/// <param name="labels">Number of labels.</param>
internal sealed class LabelRanking(int labels)
{
    private readonly List<(float[] Scores, int[] Labels)> _images = [];

    /// <param name="scores">A score for every label; probabilities or logits.</param>
    /// <param name="applies">The labels that apply.</param>
    public void Add(ReadOnlySpan<float> scores, ReadOnlySpan<int> applies) =>
        _images.Add((scores.ToArray(), applies.ToArray()));

    /// <summary>The average precision of every label; null for those that apply to no image.</summary>
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

    /// <summary>The mean over the labels that apply to some image; null if none does.</summary>
    public double? MeanAveragePrecision() => AveragePrecisions().Average();
}
