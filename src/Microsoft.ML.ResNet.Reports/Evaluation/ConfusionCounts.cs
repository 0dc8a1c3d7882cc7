namespace Microsoft.ML.ResNet.Reports;

/// <summary>A confusion matrix.</summary>
internal sealed class ConfusionCounts(int classes)
{
    private readonly Dictionary<(int True, int Predicted), long> _counts = [];
    private readonly long[] _images = new long[classes], _predicted = new long[classes];

    public int Classes => classes;

    public long this[int label, int predicted] => _counts.GetValueOrDefault((label, predicted));

    public void Add(int label, int predicted)
    {
        _counts[(label, predicted)] = this[label, predicted] + 1;
        _images[label]++;
        _predicted[predicted]++;
    }

    /// <summary>Number of images of a class.</summary>
    public long Images(int label) => _images[label];

    /// <summary>Fraction of a class's images classified correctly; NaN for a class without images.</summary>
    public double Recall(int label) => (double)this[label, label] / _images[label];

    /// <summary>Fraction of a class's predictions that are correct; NaN without predictions.</summary>
    public double Precision(int label) => (double)this[label, label] / _predicted[label];

    public double Accuracy => (double)Enumerable.Range(0, classes).Sum(i => this[i, i]) / _images.Sum();

    /// <summary>The mean recall of the classes that occur.</summary>
    public double MacroAccuracy => Enumerable.Range(0, classes).Where(i => _images[i] > 0).Average(Recall);

    /// <summary>
    /// The <paramref name="count"/> classes with the most false positives and negatives, in class order.
    /// </summary>
    public IReadOnlyList<int> MostConfused(int count) =>
        [.. Enumerable.Range(0, classes).OrderByDescending(i => _images[i] + _predicted[i] - 2 * this[i, i])
            .ThenBy(i => i).Take(count).Order()];
}
