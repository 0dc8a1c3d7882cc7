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
            [model.File, images, output, stage, model.ClassNames],
            (parsed, json, token) =>
            {
                string path = parsed.GetValue(output)!;
                OutputFile.Prepare(path);
                string[] files = [.. ImageFiles.Find(parsed.GetValue(images)!)];
                MLContext ml = ToolContext.Create();
                using ResNetClassifierTransformer classifier = model.Load(ml, parsed);
                if (parsed.GetValue(stage) > classifier.Architecture.StageDepths.Count)
                {
                    throw new UserException(
                        $"--stage is {parsed.GetValue(stage)}; the network has "
                        + $"{classifier.Architecture.StageDepths.Count} stages.");
                }
                IDataView view = ImageInput.Adapt(
                    ml, classifier, ml.Data.LoadFromEnumerable(files.Select(file => new PathRow(file))));
                ResNetFeatures kind =
                    parsed.GetValue(stage) is { } number ? ResNetFeatures.Stage(number) : ResNetFeatures.Pooled;
                IDataView features = ml.Transforms.ResNetFeaturizer(new ResNetFeaturizerEstimator.Options
                {
                    Model = classifier,
                    Columns = [new ResNetFeatureColumn("Features", kind)],
                }).Fit(view).Transform(view);
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
