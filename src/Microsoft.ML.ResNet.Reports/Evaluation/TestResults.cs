using System.Numerics.Tensors;
using Microsoft.ML.ResNet.Classification;

namespace Microsoft.ML.ResNet.Reports;

/// <summary>Accumulates the results of a test set. Of individual images, only the worst are kept.</summary>
internal sealed class TestResults
{
    // Avoids the logarithm of 0.
    private const double Least = 1e-15;

    private readonly PriorityQueue<WrongImage, double> _worst = new(); // lowest loss first
    private readonly Dictionary<(int, int), ConfusedPair> _pairs = [];
    private readonly ResNetReportOptions _options;
    private readonly float _threshold;
    private double _loss;

    public TestResults(int classes, bool isMultiLabel, float threshold, ResNetReportOptions options)
    {
        (_options, _threshold) = (options, threshold);
        Reliability = new ReliabilityBins(options.ReliabilityBins);
        Confusion = isMultiLabel ? null : new ConfusionCounts(classes);
    }

    public ReliabilityBins Reliability { get; }

    /// <summary>Null for multi-label models.</summary>
    public ConfusionCounts? Confusion { get; }

    /// <summary>Null for single-label models.</summary>
    public ResNetMultiLabelMetrics? Labels { get; private set; }

    public long Images { get; private set; }

    public long Skipped { get; private set; }

    public double LogLoss => _loss / Images;

    /// <summary>The misclassified images with the highest loss, worst first.</summary>
    public IReadOnlyList<WrongImage> MostWrong { get; private set; } = [];

    public IReadOnlyList<ConfusedPair> MostConfused { get; private set; } = [];

    /// <summary>The images that the report shows, by row.</summary>
    public IReadOnlyDictionary<long, WrongImage> Examples { get; private set; } = new Dictionary<long, WrongImage>();

    /// <exception cref="ArgumentException">A column is missing or has the wrong type; there are no images.</exception>
    public static TestResults Read(
        IDataView scored, ResNetClassifierTransformer classifier, ResNetReportOptions options)
    {
        TestResults results = new(
            classifier.ClassNames.Count, classifier.IsMultiLabel, classifier.Threshold, options);
        TestSetReader.CheckScore(scored.Schema, classifier, options);
        if (classifier.IsMultiLabel)
        {
            results.Labels = MultiLabelEvaluation.Run(
                scored, options.LabelColumnName, options.ScoreColumnName, options.PredictedLabelColumnName,
                (row, labels, scores) => results.Add(row, labels, scores));
        }
        else
        {
            TestSetReader.Read(scored, classifier.ClassNames.Count, options, results.Add);
        }
        results.Finish();
        return results.Images > 0
            ? results
            : throw new ArgumentException("The test set has no image with a label.", nameof(scored));
    }

    /// <param name="row">Row in the test set, from 0.</param>
    /// <param name="labels">True labels, from 0; null for a missing label.</param>
    /// <param name="scores">Probabilities; NaN for an image that could not be decoded.</param>
    public void Add(long row, IReadOnlyList<int>? labels, ReadOnlySpan<float> scores)
    {
        if (labels is null || float.IsNaN(scores[0]))
        {
            Skipped++;
            return;
        }
        Images++;
        if (Confusion is null)
            AddLabels(row, labels, scores);
        else
            AddClass(row, labels[0], scores);
    }

    public void Finish()
    {
        MostWrong = [.. _worst.UnorderedItems.Select(item => item.Element)
            .OrderByDescending(image => image.Loss).ThenBy(image => image.Row)];
        MostConfused = [.. _pairs.Values.OrderByDescending(pair => pair.Count).ThenBy(pair => pair.True)
            .ThenBy(pair => pair.Predicted).Take(_options.MostConfusedPairs)];
        Examples = MostWrong.Concat(MostConfused.SelectMany(pair => pair.Examples))
            .DistinctBy(image => image.Row).ToDictionary(image => image.Row);
    }

    private void AddClass(long row, int label, ReadOnlySpan<float> scores)
    {
        int top = TensorPrimitives.IndexOfMax(scores);
        double loss = -Math.Log(Math.Max(Least, scores[label]));
        _loss += loss;
        Reliability.Add(scores[top], top == label);
        Confusion!.Add(label, top);
        if (top == label)
            return;
        WrongImage image = new(row, loss, [label], [top], scores[label], scores[top], top);
        Keep(image);
        if (!_pairs.TryGetValue((label, top), out ConfusedPair? pair))
            _pairs[(label, top)] = pair = new ConfusedPair(label, top);
        pair.Add(image);
    }

    private void AddLabels(long row, IReadOnlyList<int> labels, ReadOnlySpan<float> scores)
    {
        double loss = 0, least = 1;
        List<int> predicted = [];
        for (int i = 0; i < scores.Length; i++)
        {
            bool applies = labels.Contains(i);
            loss -= Math.Log(Math.Max(Least, applies ? scores[i] : 1 - scores[i])) / scores.Length;
            Reliability.Add(scores[i], applies);
            if (scores[i] >= _threshold)
                predicted.Add(i);
            if (applies)
                least = Math.Min(least, scores[i]);
        }
        _loss += loss;
        if (!labels.Order().SequenceEqual(predicted))
        {
            int top = TensorPrimitives.IndexOfMax(scores);
            Keep(new WrongImage(row, loss, labels, predicted, least, scores[top], top));
        }
    }

    private void Keep(WrongImage image)
    {
        _worst.Enqueue(image, image.Loss);
        if (_worst.Count > _options.MostWrongImages)
            _worst.Dequeue();
    }
}
