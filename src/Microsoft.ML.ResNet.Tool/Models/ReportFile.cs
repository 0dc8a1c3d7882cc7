using Microsoft.ML.ResNet.CommandLine.Data;

namespace Microsoft.ML.ResNet.Tool.Models;

/// <summary>Writes the HTML report of a classifier on labeled images.</summary>
internal static class ReportFile
{
    public static ResNetReportMetrics Write(
        MLContext ml, ResNetClassifierTransformer classifier, LabeledImages images, string path, string? title = null)
    {
        IDataView view = ImageInput.Labelled(ml, classifier, images);
        return ResNetReport.Create(ml, classifier, view, path, new ResNetReportOptions
        {
            Title = title,
            ScoreColumnName = classifier.ScoreColumnName,
            PredictedLabelColumnName = classifier.PredictedLabelColumnName,
            ImageColumnName = classifier.ImageColumnName,
            NameColumnName = nameof(ImageRow.Name),
        });
    }
}
