namespace Microsoft.ML.ResNet;

/// <summary>Rows and columns of pixels.</summary>
internal readonly record struct ImageSize(int Height, int Width);
