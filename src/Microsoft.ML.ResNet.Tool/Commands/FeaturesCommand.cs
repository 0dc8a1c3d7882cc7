using System.CommandLine;
using System.Globalization;
using CsvHelper;
using Microsoft.ML.Data;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.Tool.Models;
using Microsoft.ML.ResNet.Tool.Options;

namespace Microsoft.ML.ResNet.Tool.Commands;

/// <summary><c>features</c>: writes the features that a network computes from images to a table.</summary>
internal static class FeaturesCommand
{
    public static ToolCommand Create()
    {
        var model = new ModelOptions();
        Argument<string[]> images = CommonOptions.Images();
        Option<int?> stage = NumberOption.Create(
            "--stage", 1, 100, "Write this stage's feature map, from 1, channel by channel. Default: the pooled features");
        Option<string> output = CommonOptions.Output("--output", "Table to write (.csv): path, then features.");
        return new ToolCommand(
            "features", "Writes image features to a table, for search, clustering and other learners.",
            [model.File, images, output, stage],
            (parsed, json, token) =>
            {
                string path = parsed.GetValue(output)!;
                OutputFile.Prepare(path);
                string[] files = [.. ImageFiles.Find(parsed.GetValue(images)!)];
                MLContext ml = ToolContext.Create();
                IDataView view = ml.Data.LoadFromEnumerable(files.Select(file => new PathRow(file)));
                ResNetFeatures kind =
                    parsed.GetValue(stage) is { } number ? ResNetFeatures.Stage(number) : ResNetFeatures.Pooled;
                var options = new ResNetFeaturizerEstimator.Options
                {
                    Columns = [new ResNetFeatureColumn("Features", kind)],
                };
                // Weights may have no head, and so be no classifier.
                string file = ModelFile.Find(parsed.GetValue(model.File)!);
                using ResNetClassifierTransformer? classifier =
                    ModelFile.IsWeights(file) ? null : ModelFile.Load(ml, file);
                if (classifier is null)
                    options.ModelPath = file;
                else
                    (options.Model, view) = (classifier, ImageInput.Adapt(ml, classifier, view));
                IDataView features = Featurizer(ml, options).Fit(view).Transform(view);
                int length = Write(path, files, features.GetColumn<float[]>("Features"), token);
                Console.WriteLine($"saved {length} features for each of {files.Length} images to {path}");
                json.Write(new
                {
                    Command = "features",
                    Output = Path.GetFullPath(path),
                    Images = files.Length,
                    Features = length,
                });
                return 0;
            });
    }

    private static ResNetFeaturizerEstimator Featurizer(MLContext ml, ResNetFeaturizerEstimator.Options options)
    {
        try
        {
            return ml.Transforms.ResNetFeaturizer(options);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidDataException)
        {
            throw new UserException(Failure.OneLine(exception), exception);
        }
    }

    private static int Write(string path, string[] files, IEnumerable<float[]> features, CancellationToken token)
    {
        int length = 0;
        OutputFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            using var table = new CsvWriter(writer, CultureInfo.InvariantCulture);
            int row = 0;
            foreach (float[] values in features)
            {
                token.ThrowIfCancellationRequested();
                length = values.Length;
                table.WriteField(files[row++]);
                foreach (float value in values)
                    table.WriteField(value);
                table.NextRecord();
            }
        });
        return length;
    }

    private sealed class PathRow(string path)
    {
        public byte[] Image => File.Exists(path)
            ? File.ReadAllBytes(path)
            : throw new UserException($"'{path}' does not exist.");
    }
}
