namespace Microsoft.ML.ResNet.Reports;

/// <summary>A true class and the class that its images were confused with.</summary>
/// <param name="True">The true class, from 0.</param>
/// <param name="Predicted">What was predicted.</param>
internal sealed record ConfusedPair(int True, int Predicted)
{
    /// <summary>Maximum number of example images per pair.</summary>
    public const int MostExamples = 3;

    private readonly List<WrongImage> _examples = [];

    public long Count { get; private set; }

    /// <summary>The mistakes with the highest predicted probability, in descending order.</summary>
    public IReadOnlyList<WrongImage> Examples => _examples;

    public void Add(WrongImage image)
    {
        Count++;
        _examples.Add(image);
        _examples.Sort((a, b) => b.PredictedProbability.CompareTo(a.PredictedProbability));
        if (_examples.Count > MostExamples)
            _examples.RemoveAt(MostExamples);
    }
}

/// <summary>A misclassified image.</summary>
/// <param name="Row">Row in the test set, from 0.</param>
/// <param name="Loss">Loss in nats.</param>
/// <param name="True">True classes.</param>
/// <param name="Predicted">What was predicted.</param>
/// <param name="TrueProbability">
/// Probability of the true class; for multi-label images, the lowest among the true labels.
/// </param>
/// <param name="PredictedProbability">Probability of the most probable class.</param>
/// <param name="Top">The most probable class; this one is explained.</param>
internal sealed record WrongImage(
    long Row, double Loss, IReadOnlyList<int> True, IReadOnlyList<int> Predicted, double TrueProbability,
    double PredictedProbability, int Top);
