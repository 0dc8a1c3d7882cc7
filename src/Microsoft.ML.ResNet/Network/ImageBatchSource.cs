namespace Microsoft.ML.ResNet;

/// <summary>Images somewhere in memory, [Count][height][width][channels] of the network's own size.</summary>
/// <param name="Pixels">Address of the first image; valid as long as the call that gets it.</param>
/// <param name="Count">Number of images.</param>
/// <param name="IsFloat">Pixels are floats; else bytes.</param>
internal readonly record struct ImageBatchSource(nint Pixels, long Count, bool IsFloat);
