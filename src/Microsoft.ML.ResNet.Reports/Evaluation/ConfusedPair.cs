namespace Microsoft.ML.ResNet.Reports;

/// <summary>A class and what its images were taken for.</summary>
/// <param name="True">The class, from 0.</param>
/// <param name="Predicted">What was predicted.</param>
internal sealed record ConfusedPair(int True, int Predicted)
{
    /// <summary>Images that are shown of a pair.</summary>
    public const int MostExamples = 3;

    private readonly List<WrongImage> _examples = [];

    public long Count { get; private set; }

    /// <summary>The surest mistakes, the surest first.</summary>
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

/// <summary>An image that was not classified as its label says.</summary>
/// <param name="Row">Its place in the test set, from 0.</param>
/// <param name="Loss">In nats.</param>
/// <param name="True">What it shows.</param>
/// <param name="Predicted">What was predicted.</param>
/// <param name="TrueProbability">Of the true class; of several labels, the least probable one that applies.</param>
/// <param name="PredictedProbability">Of the most probable class.</param>
/// <param name="Top">The most probable class, which is explained.</param>
internal sealed record WrongImage(
    long Row, double Loss, IReadOnlyList<int> True, IReadOnlyList<int> Predicted, double TrueProbability,
    double PredictedProbability, int Top);
