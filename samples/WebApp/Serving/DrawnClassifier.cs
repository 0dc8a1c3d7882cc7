using Microsoft.ML;
using Microsoft.ML.ResNet;
using Microsoft.ML.ResNet.CommandLine;
using Microsoft.ML.Transforms;
using Samples.Drawing;

namespace WebApp.Serving;

/// <summary>
/// A small network that classifies drawn shapes, to try the app without a model.
/// </summary>
internal static class DrawnClassifier
{
    private const int ImagesPerClass = 300;
    private const int Epochs = 12;
    private const int SmallestSide = 40;
    private const int LargestSide = 96;

    // ResNet-20 with one block per stage.
    private static readonly ResNetArchitecture s_architecture =
        ResNetArchitecture.ResNet20 with { Name = "ResNet8", StageDepths = [1, 1, 1] };

    public static ResNetClassifierTransformer Train(MLContext ml, CancellationToken token)
    {
        Row[] rows = [.. ShapePainter.Jpegs(new Random(1), ImagesPerClass, SmallestSide, LargestSide)
            .Select(picture => new Row { Image = picture.Content, Label = picture.Label })];
        return ml.Transforms.Conversion.MapValueToKey(
                nameof(Row.Label), keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(ml.MulticlassClassification.Trainers.ResNet(new ResNetClassifierEstimator.Options
            {
                Architecture = s_architecture,
                Epochs = Epochs,
                BatchSize = 32,
                ImageHeight = 32,
                ImageWidth = 32,
                CancellationToken = token,
            }))
            .Fit(ml.Data.LoadFromEnumerable(rows)).LastTransformer;
    }

    /// <summary>Writes the file atomically.</summary>
    public static void Save(MLContext ml, ResNetClassifierTransformer classifier, string path) => OutputFile.Write(
        path, stream => ml.Model.Save(classifier, ml.Data.LoadFromEnumerable<Row>([]).Schema, stream));

    internal sealed class Row
    {
        public byte[] Image { get; set; } = [];

        public string Label { get; set; } = "";
    }
}
