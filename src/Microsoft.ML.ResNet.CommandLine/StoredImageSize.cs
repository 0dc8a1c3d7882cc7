namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>The size to which images are resized before the network's input is cropped from them.</summary>
internal static class StoredImageSize
{
    public static (int Height, int Width) Get(ResNetClassifierTransformer classifier) =>
        (classifier.Model.Specification.Height, classifier.Model.Specification.Width);
}
