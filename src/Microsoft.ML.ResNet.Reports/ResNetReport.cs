using Microsoft.ML.ResNet.Classification;
using Microsoft.ML.ResNet.Persistence;
using Microsoft.ML.ResNet.Reports;

namespace Microsoft.ML.ResNet;

/// <summary>Creates reports on trained residual networks.</summary>
public static class ResNetReport
{
    /// <summary>
    /// Writes one self-contained HTML file about a model on a test set: metrics, training curves, confusion matrix,
    /// reliability diagram, the most confused classes and the misclassified images with the highest loss, with heat
    /// maps of the evidence for the prediction.
    /// </summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="model">
    /// A <see cref="ResNetClassifierTransformer"/>, or a fitted pipeline that contains one. Training curves are there
    /// for models that were trained in this process; a model file does not keep them.
    /// </param>
    /// <param name="testData">
    /// Labeled images that the model was not trained on, with the columns that the model expects.
    /// </param>
    /// <param name="path">The file. Replaced atomically.</param>
    /// <param name="options">Columns and content; null for the defaults.</param>
    /// <returns>The report's main metrics.</returns>
    /// <exception cref="ArgumentException">
    /// The model contains no ResNet classifier or several; a column is missing or has the wrong type; there are no
    /// images; or an option is out of range.
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
        ExamplePictures pictures = ExamplePictures.Read(scored, classifier, results.Examples, options);
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
