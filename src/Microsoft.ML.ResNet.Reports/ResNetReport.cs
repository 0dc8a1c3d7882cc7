using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Persistence;
using Microsoft.ML.ResNet.Reports;

namespace Microsoft.ML.ResNet;

/// <summary>Reports on trained residual networks.</summary>
public static class ResNetReport
{
    /// <summary>
    /// Writes one self-contained HTML file about a model on a test set: metrics, training curves, confusion matrix,
    /// reliability diagram, the most confused classes and the most wrong images, with what in them spoke for the
    /// prediction.
    /// </summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="model">
    /// A fitted pipeline with one <see cref="ResNetClassifierTransformer"/> in it, or that itself. Training curves are
    /// there for models that were trained in this process; a model file does not keep them.
    /// </param>
    /// <param name="testData">Labelled images that the model was not trained on, as the model takes them.</param>
    /// <param name="path">The file, written whole or not at all.</param>
    /// <param name="options">Columns, and how much is shown; null for the defaults.</param>
    /// <returns>The most important numbers of the report.</returns>
    /// <exception cref="ArgumentException">
    /// The model has no ResNet classifier or several; a column is missing or of a wrong type; there are no images; an
    /// option is out of its range.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <example>
    /// <code>
    /// ResNetReport.Create(mlContext, model, testSet, "report.html");
    /// </code>
    /// </example>
    public static ResNetReportMetrics Create(
        MLContext mlContext, ITransformer model, IDataView testData, string path, ResNetReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(testData);
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new ResNetReportOptions();
        options.Validate();
        ResNetClassifierTransformer classifier = FittedClassifier.Of(model, nameof(model));
        IDataView scored = model.Transform(testData);
        TestResults results = TestResults.Read(scored, classifier, options);
        ExamplePictures pictures = ExamplePictures.Read(scored, classifier, results.ExampleRows, options);
        ReportPage page = new(classifier, results, pictures, options);
        string html = page.ToHtml();
        AtomicFile.Write(path, stream =>
        {
            using StreamWriter writer = new(stream, leaveOpen: true);
            writer.Write(html);
        });
        return page.Metrics;
    }
}
