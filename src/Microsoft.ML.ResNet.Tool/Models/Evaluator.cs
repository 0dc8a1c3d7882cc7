using Microsoft.ML.Data;
using Microsoft.ML.ResNet.CommandLine.Data;
using Microsoft.ML.ResNet.CommandLine.Display;
using Microsoft.ML.ResNet.Tool.Output;

namespace Microsoft.ML.ResNet.Tool.Models;

/// <summary>Evaluates a classifier on labelled images, by ML.NET's metrics or those of any number of labels.</summary>
internal static class Evaluator
{
    public static Evaluation Run(MLContext ml, ResNetClassifierTransformer classifier, LabeledImages images) =>
        ImageBar.Show("evaluating", images.Count, next => Score(ml, classifier, images with { OnRead = next }));

    private static Evaluation Score(MLContext ml, ResNetClassifierTransformer classifier, LabeledImages images)
    {
        IDataView scored = classifier.Transform(ImageInput.Labelled(ml, classifier, images));
        // Scored once, whoever reads it.
        IDataView kept =
            ml.Data.Cache(scored, "Label", classifier.ScoreColumnName, classifier.PredictedLabelColumnName);
        return classifier.IsMultiLabel ? Labels(ml, classifier, kept) : Classes(ml, classifier, kept);
    }

    private static Evaluation Classes(MLContext ml, ResNetClassifierTransformer classifier, IDataView scored)
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

    private static Evaluation Labels(MLContext ml, ResNetClassifierTransformer classifier, IDataView scored)
    {
        ResNetMultiLabelMetrics metrics = ml.MulticlassClassification.EvaluateMultiLabel(
            scored, "Label", classifier.ScoreColumnName, classifier.PredictedLabelColumnName);
        return new Evaluation
        {
            Images = metrics.Images,
            MicroF1 = metrics.MicroF1,
            MacroF1 = metrics.MacroF1,
            MeanAveragePrecision = Known(metrics.MeanAveragePrecision),
            ExactMatch = metrics.ExactMatch,
            HammingLoss = metrics.HammingLoss,
            Classes = [.. metrics.PerLabel.Select(label => new ClassEvaluation
            {
                Name = label.Name,
                Images = label.Images,
                Precision = Known(label.Precision),
                Recall = Known(label.Recall),
                F1 = Known(label.F1),
                AveragePrecision = Known(label.AveragePrecision),
            })],
        };
    }

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}
