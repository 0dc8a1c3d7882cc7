namespace Microsoft.ML.ResNet.Tool.Benchmark;

/// <summary>Measures predictions of a model with its own image size, precision and test-time augmentation.</summary>
internal static class ModelBenchmark
{
    private const int FewestImages = 128;
    private const int Pixels = 16 << 20; // limit for all images together, if they are large

    public static ScoringSpeed Run(
        MLContext ml, ResNetClassifierTransformer model, TimeSpan time, CancellationToken token)
    {
        Console.WriteLine($"{model.Architecture.Name} on {model.ImageWidth}x{model.ImageHeight}, "
            + $"{model.ClassNames.Count} classes, {model.Precision}"
            + (model.TestTimeAugmentation == ResNetTestTimeAugmentation.None ? "" : $", {model.TestTimeAugmentation}")
            + $", on {Environment.ProcessorCount} processors");
        (int height, int width) = CommandLine.StoredImageSize.Get(model);
        int count = Math.Clamp(Pixels / (height * width), FewestImages, 4 * FewestImages);
        var pixels = new RandomPixels(
            count, height, width, model.ImageChannels, model.ClassNames.Count, model.ImageColumnName);
        var speed = ScoringSpeed.Measure(ml, model, pixels, time, token);
        SpeedDisplay.Write(speed);
        return speed;
    }
}
