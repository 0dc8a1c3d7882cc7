using Samples.Drawing;
using ShapesModel;

const string Usage =
    """
    Shapes_ConsoleApp train [Shapes.mbconfig]    trains, and writes Shapes.mlnet; draws the images if there are none
    Shapes_ConsoleApp evaluate FOLDER            evaluates Shapes.mlnet on a folder with a subfolder for each label
    Shapes_ConsoleApp predict IMAGE              classifies an image with Shapes.mlnet
    """;

try
{
    switch (args)
    {
        case ["train"] or ["train", _]:
            Train(args.ElementAtOrDefault(1) ?? "Shapes.mbconfig");
            return 0;
        case ["evaluate", var folder]:
            var metrics = Shapes.Evaluate(Shapes.MLNetModelPath, folder);
            Console.WriteLine($"MicroAccuracy {metrics.MicroAccuracy:F3}");
            Console.WriteLine(metrics.ConfusionMatrix.GetFormattedConfusionTable());
            return 0;
        case ["predict", var image]:
            Predict(image);
            return 0;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (Exception exception) when (exception
    is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or TimeoutException)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return 1;
}

static void Train(string configuration)
{
    string images = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(configuration))!, "images");
    if (File.Exists(configuration) && !Directory.Exists(images))
        DrawnImages.Write(images, seed: 1, CancellationToken.None);

    var result = Shapes.Train(configuration, Shapes.MLNetModelPath);
    foreach (string remark in result.Remarks)
        Console.WriteLine(remark);
    Console.WriteLine($"validation score {result.Score:F3} after {result.Elapsed.TotalSeconds:F0} s");
    Console.WriteLine(Shapes.MLNetModelPath);
}

static void Predict(string image)
{
    var input = new Shapes.ModelInput { ImageSource = File.ReadAllBytes(image) };
    Console.WriteLine($"{"Class",-40}{"Score",-20}");
    Console.WriteLine($"{"-----",-40}{"-----",-20}");
    foreach (KeyValuePair<string, float> score in Shapes.PredictAllLabels(input))
        Console.WriteLine($"{score.Key,-40}{score.Value,-20:F4}");
}
