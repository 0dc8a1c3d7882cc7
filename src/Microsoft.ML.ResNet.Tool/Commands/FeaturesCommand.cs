using System.CommandLine;
using System.Globalization;
using CsvHelper;
using Microsoft.ML.Data;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.ResNet.Tool.Models;
using Microsoft.ML.ResNet.Tool.Options;

namespace Microsoft.ML.ResNet.Tool.Commands;

/// <summary><c>features</c>: what a network sees in images, as numbers for other programs.</summary>
internal static class FeaturesCommand
{
    public static ToolCommand Create()
    {
        var model = new ModelOptions();
        Argument<string[]> images = CommonOptions.Images();
        Option<int?> stage = NumberOption.Create(
            "--stage", 1, 100, "The map of this stage, from 1, plane by plane. Default: the pooled features");
        Option<string> output = CommonOptions.Output("--output", "Table to write (.csv): the path, then the features.");
        return new ToolCommand(
            "features", "Writes the features of images to a table: for search, clustering and other learners.",
            [model.File, images, output, stage, model.ClassNames],
            (parsed, json, token) =>
            {
                string path = parsed.GetValue(output)!;
                WholeFile.Prepare(path);
                string[] files = [.. ImageFiles.Find(parsed.GetValue(images)!)];
                MLContext ml = ToolContext.Create();
                using ResNetClassifierTransformer classifier = model.Load(ml, parsed);
                if (parsed.GetValue(stage) > classifier.Architecture.StageDepths.Count)
                {
                    throw new UserException(
                        $"--stage is {parsed.GetValue(stage)}; the network has "
                        + $"{classifier.Architecture.StageDepths.Count}.");
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
                Console.WriteLine($"saved {length} features of {files.Length} images in {path}");
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
        WholeFile.Write(path, stream =>
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
