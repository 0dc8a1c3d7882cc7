using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;
using Microsoft.ML.ResNet.Tool.Models;
using Microsoft.ML.ResNet.Tool.Options;

namespace Microsoft.ML.ResNet.Tool.Commands;

/// <summary><c>report</c>: writes the evaluation of a model as one HTML file.</summary>
internal static class ReportCommand
{
    public static ToolCommand Create()
    {
        var model = new ModelOptions();
        Option<string?> data = CommonOptions.Data("Images to evaluate on; the 'test' folder if there is one.");
        data.Required = true;
        Option<string> output = CommonOptions.Output("--output", "File for the report (.html).");
        var title = new Option<string?>("--title") { Description = "Title of the report.", HelpName = "TEXT" };
        var scoring = new ScoringOptions();
        return new ToolCommand(
            "report", "Writes an HTML report: confusion matrix, calibration, and the worst mistakes with explanations.",
            [model.File, data, output, title, model.ClassNames, .. scoring.All],
            (parsed, json, token) =>
            {
                string path = parsed.GetValue(output)!;
                OutputFile.Prepare(path);
                MLContext ml = ToolContext.Create();
                using ResNetClassifierTransformer classifier = scoring.Apply(parsed, model.Load(ml, parsed));
                LabeledImages images =
                    DataSource.Open(parsed.GetValue(data)!, classifier.IsMultiLabel ? true : null).Evaluation;
                token.ThrowIfCancellationRequested();
                ResNetReportMetrics metrics = ReportFile.Write(ml, classifier, images, path, parsed.GetValue(title));
                Console.WriteLine(
                    $"saved {path}: {Format.Percent(metrics.Accuracy)} of {metrics.Images} images classified correctly, "
                    + $"expected calibration error {Format.Percent(metrics.ExpectedCalibrationError)}");
                json.Write(new
                {
                    Command = "report",
                    Output = Path.GetFullPath(path),
                    metrics.Images,
                    metrics.Accuracy,
                    metrics.LogLoss,
                    metrics.ExpectedCalibrationError,
                });
                return 0;
            });
    }
}
