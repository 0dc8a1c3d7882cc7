namespace Microsoft.ML.ResNet.Interop;

/// <summary>Rows and columns of pixels.</summary>
internal readonly record struct ImageSize(int Height, int Width);
