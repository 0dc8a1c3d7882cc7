using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Training;

namespace Microsoft.ML.ResNet.Tests;

/// <summary>
/// Noisy stripes, horizontal, vertical or diagonal by class, with random phase, so that no single pixel reveals the
/// class.
/// </summary>
internal static class SyntheticImages
{
    public const int Size = 16, Classes = 3;

    public static ImageSubset Create(int count, int seed = 0, int channels = 3)
    {
        int pixels = Size * Size * channels;
        RandomStream random = new(seed, RandomPurpose.Order);
        int[] phases = [.. Enumerable.Range(0, count).Select(_ => (int)random.Below(8))];
        ArrayPixelStore store = ArrayPixelStore.Bytes(count, Size, channels, i =>
        {
            int image = i / pixels, y = i % pixels / channels / Size, x = i / channels % Size;
            int place = (image % Classes) switch { 0 => x, 1 => y, _ => x + y };
            int stripe = (place + phases[image]) % 8 < 4 ? 70 : 150;
            return (byte)(stripe + random.Below(40));
        });
        return new ImageSubset(
            store, Enumerable.Range(0, count).Select(i => i % Classes).ToArray(),
            Enumerable.Range(0, count).Select(i => (long)i).ToArray());
    }
}
