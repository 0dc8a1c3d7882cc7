using System.CommandLine;
using Microsoft.ML.ResNet.CommandLine.Data;
using Microsoft.ML.ResNet.Tool.Models;
using Microsoft.ML.ResNet.Tool.Options;
using Microsoft.ML.ResNet.Tool.Output;

namespace Microsoft.ML.ResNet.Tool.Commands;

/// <summary><c>evaluate</c>: computes the metrics of a model on labeled images.</summary>
internal static class EvaluateCommand
{
    public static ToolCommand Create()
    {
        var model = new ModelOptions();
        Option<string?> data = CommonOptions.Data("Images to evaluate on; the 'test' folder if there is one.");
        data.Required = true;
        var scoring = new ScoringOptions();
        return new ToolCommand(
            "evaluate", "Evaluates a model on labelled images: accuracy, loss, confusion matrix, metrics per class.",
            [model.File, data, model.ClassNames, .. scoring.All],
            (parsed, json, token) =>
            {
                MLContext ml = ToolContext.Create();
                using ResNetClassifierTransformer classifier = scoring.Apply(parsed, model.Load(ml, parsed));
                LabeledImages images =
                    DataSource.Open(parsed.GetValue(data)!, classifier.IsMultiLabel ? true : null).Evaluation;
                token.ThrowIfCancellationRequested();
                Evaluation evaluation = Evaluator.Run(ml, classifier, images);
                EvaluationDisplay.Write(evaluation);
                json.Write(new { Command = "evaluate", Model = parsed.GetValue(model.File), Evaluation = evaluation });
                return 0;
            });
    }
}
