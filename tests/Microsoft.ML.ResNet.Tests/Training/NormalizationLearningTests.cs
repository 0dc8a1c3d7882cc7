using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class NormalizationLearningTests
{
    [Fact]
    public void MeanAndDeviationAreThoseOfTheListedRows()
    {
        using NativeContext context = NativeContext.Create(2);
        using ArrayPixelStore store = ArrayPixelStore.Bytes(9, 16, 3, i => (byte)(i * 57 % 241));
        long[] rows = [1, 4, 8];
        ChannelNormalization learned = NormalizationLearning.Learn(new LabeledImages(store, new int[9], rows), context);
        for (int c = 0; c < 3; c++)
        {
            double[] pixels =
                [.. rows.SelectMany(
                    row => Enumerable.Range(0, 256).Select(p => store.Pixel(((int)row * 256 + p) * 3 + c)))];
            double mean = pixels.Average(), deviation = Math.Sqrt(pixels.Average(p => (p - mean) * (p - mean)));
            Assert.Equal(mean, learned.Mean[c], 1e-4);
            Assert.Equal(deviation, learned.StandardDeviation[c], 1e-4);
            Assert.Equal(1 / deviation, learned.Scale[c], 1e-6);
        }
    }

    [Fact]
    public void AConstantChannelIsOnlyShifted()
    {
        using NativeContext context = NativeContext.Create(1);
        using ArrayPixelStore store = ArrayPixelStore.Floats(3, 16, 1, _ => 0.1f);
        ChannelNormalization learned = NormalizationLearning.Learn(
            new LabeledImages(store, new int[3], new long[] { 0, 1, 2 }), context);
        Assert.Equal(0.1f, learned.Mean[0], 1e-6f);
        Assert.Equal(1, learned.StandardDeviation[0]);
    }

    [Fact]
    public void APixelThatIsNoNumberIsRefused()
    {
        using NativeContext context = NativeContext.Create(1);
        using ArrayPixelStore store = ArrayPixelStore.Floats(2, 16, 1, i => i == 300 ? float.NaN : i);
        Assert.Throws<ArgumentException>(() => NormalizationLearning.Learn(
            new LabeledImages(store, new int[2], new long[] { 0, 1 }), context));
    }
}
