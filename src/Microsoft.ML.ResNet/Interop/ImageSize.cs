namespace Microsoft.ML.ResNet.Interop;

/// <summary>The size of an image in pixels.</summary>
internal readonly record struct ImageSize(int Height, int Width);
