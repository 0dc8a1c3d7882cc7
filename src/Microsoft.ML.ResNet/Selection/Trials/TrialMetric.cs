using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>Measures and compares an experiment's metric.</summary>
internal static class TrialMetric
{
    /// <summary>The metric's value with its sign chosen so that lower is better.</summary>
    public static double Cost(this ResNetExperimentMetric metric, double value) =>
        metric == ResNetExperimentMetric.LogLoss ? value : -value;

    /// <exception cref="ArgumentException">The metric does not support this kind of labels.</exception>
    public static void RequireLabels(this ResNetExperimentMetric metric, bool isMultiLabel)
    {
        if (metric == ResNetExperimentMetric.MeanAveragePrecision && !isMultiLabel)
            throw new ArgumentException(
                $"OptimizingMetric is {metric}, but the data are single-label: choose another.");
        if (metric == ResNetExperimentMetric.MacroAccuracy && isMultiLabel)
            throw new ArgumentException(
                $"OptimizingMetric is {metric}, but the data are multi-label: choose another.");
    }

    /// <summary>The metric, if the last epoch's metrics contain it; otherwise null.</summary>
    public static double? FromEpoch(ResNetExperimentMetric metric, ResNetEpochMetrics epoch) => metric switch
    {
        ResNetExperimentMetric.MicroAccuracy => epoch.ValidationAccuracy,
        ResNetExperimentMetric.LogLoss => epoch.ValidationLoss,
        ResNetExperimentMetric.MeanAveragePrecision => epoch.ValidationMeanAveragePrecision,
        _ => null,
    };

    /// <summary>Measures a model on labeled images, without test-time augmentation.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="model">The model.</param>
    /// <param name="images">The images, at least one.</param>
    /// <param name="threads">Number of compute threads.</param>
    public static double Measure(
        ResNetExperimentMetric metric, ClassifierModel model, ImageSubset images, int threads)
    {
        using NativeContext context = NativeContext.Create(threads);
        using InferenceNetwork network = new(model.Network, context, Arithmetic.FromPrecision(model.Precision));
        if (metric == ResNetExperimentMetric.MacroAccuracy)
            return MacroAccuracy(network, images, model.Network.ClassCount);
        LabelRanking? ranking =
            metric == ResNetExperimentMetric.MeanAveragePrecision ? new(model.Network.ClassCount) : null;
        BatchLoss loss = network.Evaluate(images, () => { }, ranking);
        return metric switch
        {
            ResNetExperimentMetric.MicroAccuracy => loss.Correct / (double)images.Rows.Length,
            ResNetExperimentMetric.LogLoss => loss.LossSum / images.Rows.Length,
            _ => ranking!.MeanAveragePrecision() ?? 0,
        };
    }

    private static double MacroAccuracy(InferenceNetwork network, ImageSubset images, int classes)
    {
        var byClass = new List<long>[classes];
        foreach (long row in images.Rows.Span)
            (byClass[images.Labels.GetLabels(row)[0]] ??= []).Add(row);
        return byClass.Where(rows => rows is not null).Average(rows =>
            network.Evaluate(images with { Rows = rows.ToArray() }, () => { }).Correct / (double)rows.Count);
    }
}
