using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;
using Microsoft.ML.ResNet.Network;

namespace Microsoft.ML.ResNet.Selection;

/// <summary>Measures and compares the metrics of an experiment.</summary>
internal static class MetricValue
{
    /// <summary>The metric so that a lower value is a better one.</summary>
    public static double Cost(this ResNetExperimentMetric metric, double value) =>
        metric == ResNetExperimentMetric.LogLoss ? value : -value;

    /// <exception cref="ArgumentException">The metric is for labels of another kind.</exception>
    public static void RequireLabels(this ResNetExperimentMetric metric, bool isMultiLabel)
    {
        if (metric == ResNetExperimentMetric.MeanAveragePrecision && !isMultiLabel)
            throw new ArgumentException(
                $"OptimizingMetric is {metric}, but images are of one class: choose another.");
        if (metric == ResNetExperimentMetric.MacroAccuracy && isMultiLabel)
            throw new ArgumentException(
                $"OptimizingMetric is {metric}, but any number of labels applies to an image: choose another.");
    }

    /// <summary>What the last epoch of a training already tells; null if it does not.</summary>
    public static double? Of(ResNetExperimentMetric metric, ResNetEpochMetrics epoch) => metric switch
    {
        ResNetExperimentMetric.MicroAccuracy => epoch.ValidationAccuracy,
        ResNetExperimentMetric.LogLoss => epoch.ValidationLoss,
        ResNetExperimentMetric.MeanAveragePrecision => epoch.ValidationMeanAveragePrecision,
        _ => null,
    };

    /// <summary>The metric of a model over labelled images, the centre of each alone.</summary>
    /// <param name="metric">What is measured.</param>
    /// <param name="model">The model.</param>
    /// <param name="images">At least one.</param>
    /// <param name="threads">That compute.</param>
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
