using Microsoft.ML.Data;
using Microsoft.ML.ResNet.CommandLine.Data;
using Microsoft.ML.ResNet.CommandLine.Display;
using Microsoft.ML.ResNet.Tool.Output;

namespace Microsoft.ML.ResNet.Tool.Models;

/// <summary>Evaluates a classifier on labeled images, with multiclass or multi-label metrics.</summary>
internal static class Evaluator
{
    public static Evaluation Run(MLContext ml, ResNetClassifierTransformer classifier, LabeledImages images) =>
        ImageBar.Show("evaluating", images.Count, next => Score(ml, classifier, images with { OnRead = next }));

    private static Evaluation Score(MLContext ml, ResNetClassifierTransformer classifier, LabeledImages images)
    {
        IDataView scored = classifier.Transform(ImageInput.Labelled(ml, classifier, images));
        // Several passes read the scores: compute them once.
        IDataView cached =
            ml.Data.Cache(scored, "Label", classifier.ScoreColumnName, classifier.PredictedLabelColumnName);
        return classifier.IsMultiLabel ? EvaluateLabels(ml, classifier, cached) : EvaluateClasses(ml, classifier, cached);
    }

    private static Evaluation EvaluateClasses(MLContext ml, ResNetClassifierTransformer classifier, IDataView scored)
    {
        MulticlassClassificationMetrics metrics = ml.MulticlassClassification.Evaluate(
            scored, "Label", classifier.ScoreColumnName, classifier.PredictedLabelColumnName);
        ConfusionMatrix matrix = metrics.ConfusionMatrix;
        long[][] confusion = [.. matrix.Counts.Select(row => row.Select(count => (long)count).ToArray())];
        return new Evaluation
        {
            Images = confusion.Sum(row => row.Sum()),
            Accuracy = metrics.MicroAccuracy,
            MacroAccuracy = metrics.MacroAccuracy,
            LogLoss = metrics.LogLoss,
            Unknown = classifier.Threshold == 0 ? null
                : scored.GetColumn<uint>(classifier.PredictedLabelColumnName).LongCount(key => key == 0),
            Classes = [.. classifier.ClassNames.Select((name, i) =>
            {
                long images = confusion[i].Sum(), predicted = confusion.Sum(row => row[i]), right = confusion[i][i];
                return new ClassEvaluation
                {
                    Name = name,
                    Images = images,
                    Precision = predicted == 0 ? null : (double)right / predicted,
                    Recall = images == 0 ? null : (double)right / images,
                    F1 = images + predicted == 0 ? null : 2.0 * right / (images + predicted),
                };
            })],
            Confusion = confusion,
            Matrix = matrix,
        };
    }

    private static Evaluation EvaluateLabels(MLContext ml, ResNetClassifierTransformer classifier, IDataView scored)
    {
        ResNetMultiLabelMetrics metrics = ml.MulticlassClassification.EvaluateMultiLabel(
            scored, "Label", classifier.ScoreColumnName, classifier.PredictedLabelColumnName);
        return new Evaluation
        {
            Images = metrics.Images,
            MicroF1 = metrics.MicroF1,
            MacroF1 = metrics.MacroF1,
            MeanAveragePrecision = NullIfNaN(metrics.MeanAveragePrecision),
            ExactMatch = metrics.ExactMatch,
            HammingLoss = metrics.HammingLoss,
            Classes = [.. metrics.PerLabel.Select(label => new ClassEvaluation
            {
                Name = label.Name,
                Images = label.Images,
                Precision = NullIfNaN(label.Precision),
                Recall = NullIfNaN(label.Recall),
                F1 = NullIfNaN(label.F1),
                AveragePrecision = NullIfNaN(label.AveragePrecision),
            })],
        };
    }

    private static double? NullIfNaN(double value) => double.IsNaN(value) ? null : value;
}
