namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>Prints the memory of the images of a training.</summary>
internal static class ImageMemory
{
    public static void Print(ResNetClassifierEstimator.Options options) => options.ImagesReadCallback = Console.WriteLine;
}
