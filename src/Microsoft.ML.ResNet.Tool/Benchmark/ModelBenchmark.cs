namespace Microsoft.ML.ResNet.Tool.Benchmark;

/// <summary>How fast a model predicts: at its own size and precision, over its own views of an image.</summary>
internal static class ModelBenchmark
{
    private const int FewestImages = 128;
    private const int Pixels = 16 << 20; // of all images together, where they are large

    public static ScoringSpeed Run(
        MLContext ml, ResNetClassifierTransformer model, TimeSpan time, CancellationToken token)
    {
        Console.WriteLine($"{model.Architecture.Name} on {model.ImageWidth}x{model.ImageHeight}, "
            + $"{model.ClassNames.Count} classes, {model.Precision}"
            + (model.TestTimeAugmentation == ResNetTestTimeAugmentation.None ? "" : $", {model.TestTimeAugmentation}")
            + $", on {Environment.ProcessorCount} processors");
        (int height, int width) = CommandLine.StoredImages.SizeOf(model);
        int count = Math.Clamp(Pixels / (height * width), FewestImages, 4 * FewestImages);
        var pixels = new RandomPixels(
            count, height, width, model.ImageChannels, model.ClassNames.Count, model.ImageColumnName);
        var speed = ScoringSpeed.Measure(ml, model, pixels, time, token);
        SpeedDisplay.Write(speed);
        return speed;
    }
}
