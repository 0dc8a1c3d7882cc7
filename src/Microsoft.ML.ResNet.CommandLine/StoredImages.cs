namespace Microsoft.ML.ResNet.CommandLine;

/// <summary>What images are brought to before a network looks at a part of them, or at all.</summary>
internal static class StoredImages
{
    public static (int Height, int Width) SizeOf(ResNetClassifierTransformer classifier) =>
        (classifier.Model.Specification.Height, classifier.Model.Specification.Width);
}
