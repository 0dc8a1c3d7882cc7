namespace Microsoft.ML.ResNet.Interop;

/// <summary>
/// Borrowed memory with stored images, [Count][height][width][channels]. The network's input is a crop of each.
/// </summary>
/// <param name="Pixels">Address of the first image; valid during the call that receives it.</param>
/// <param name="Count">Number of images.</param>
/// <param name="Shape">Shape of every image.</param>
internal readonly record struct PixelBuffer(nint Pixels, long Count, PixelShape Shape);
