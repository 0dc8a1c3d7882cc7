using Microsoft.ML;
using Microsoft.ML.ResNet;

var ml = new MLContext(seed: 1);

// args[0] is a folder with a subfolder of images for each class.
string[] paths = [.. Directory.GetFiles(args[0], "*.jpg", SearchOption.AllDirectories).Order()];
var images = ml.Data.LoadFromEnumerable(
    paths.Select(path => new Photo(path, Path.GetFileName(Path.GetDirectoryName(path)!))));
var data = ml.Data.TrainTestSplit(images, testFraction: 0.2);

var pipeline = ml.Transforms.Conversion.MapValueToKey("Label")
    .Append(ml.Transforms.LoadRawImageBytes("Image", imageFolder: null, "Path"))
    .Append(ml.Transforms.ResNetClassifier(new ResNetClassifierEstimator.Options
    {
        Architecture = ResNetArchitecture.ResNet20,
        Epochs = 30,
        BatchSize = 32,
        MetricsCallback = Console.WriteLine,
    }))
    .Append(ml.Transforms.Conversion.MapKeyToValue("Class", "PredictedLabel"));

// Train, evaluate, save.
var model = pipeline.Fit(data.TrainSet);
var metrics = ml.MulticlassClassification.Evaluate(model.Transform(data.TestSet));
Console.WriteLine($"accuracy {metrics.MicroAccuracy:F3}");
Console.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());
ml.Model.Save(model, images.Schema, "model.zip");

// Any program that references the package can load the model and classify.
using var engine = ml.Model.CreatePredictionEngine<Photo, Prediction>(ml.Model.Load("model.zip", out _));
Prediction prediction = engine.Predict(new Photo(paths[0], ""));
Console.WriteLine($"{paths[0]} is {prediction.Class}, with probability {prediction.Score.Max():F3}");

internal sealed record Photo(string Path, string Label);

internal sealed class Prediction
{
    public string Class { get; set; } = "";
    public float[] Score { get; set; } = [];
}
