namespace Microsoft.ML.ResNet.Interop;

/// <summary>Images somewhere in memory, [Count][height][width][channels]; the network sees a part of each.</summary>
/// <param name="Pixels">Address of the first image; valid as long as the call that gets it.</param>
/// <param name="Count">Number of images.</param>
/// <param name="Shape">Shape of every image.</param>
internal readonly record struct PixelBuffer(nint Pixels, long Count, PixelShape Shape);
