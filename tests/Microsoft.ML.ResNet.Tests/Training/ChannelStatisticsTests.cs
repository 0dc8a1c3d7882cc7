using System.Numerics;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Network;
using Microsoft.ML.ResNet.Training;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class ChannelStatisticsTests
{
    [Fact]
    public void StatisticsCoverOnlyTheListedRows()
    {
        using NativeContext context = NativeContext.Create(2);
        using ArrayPixelStore store = ArrayPixelStore.Bytes(9, 16, 3, i => (byte)(i * 57 % 241));
        long[] rows = [1, 4, 8];
        ChannelNormalization learned = new ChannelStatistics(
            new ImageSubset(store, new int[9], rows), context).Normalization;
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
    public void ConstantChannelIsShiftedButNotScaled()
    {
        using NativeContext context = NativeContext.Create(1);
        using ArrayPixelStore store = ArrayPixelStore.Floats(3, 16, 1, _ => 0.1f);
        ChannelNormalization learned = new ChannelStatistics(
            new ImageSubset(store, new int[3], new long[] { 0, 1, 2 }), context).Normalization;
        Assert.Equal(0.1f, learned.Mean[0], 1e-6f);
        Assert.Equal(1, learned.StandardDeviation[0]);
    }

    [Fact]
    public void RejectsPixelsThatAreNotFinite()
    {
        using NativeContext context = NativeContext.Create(1);
        using ArrayPixelStore store = ArrayPixelStore.Floats(2, 16, 1, i => i == 300 ? float.NaN : i);
        Assert.Throws<ArgumentException>(() => new ChannelStatistics(
            new ImageSubset(store, new int[2], new long[] { 0, 1 }), context));
    }

    [Fact]
    public void PrincipalColorsReconstructTheCovariance()
    {
        double[,] covariance = { { 900, 700, 300 }, { 700, 1000, 500 }, { 300, 500, 800 } };
        PrincipalColors colors = new(covariance);
        Vector3[] parts = [colors.Mix(1, 0, 0), colors.Mix(0, 1, 0), colors.Mix(0, 0, 1)];
        for (int a = 0; a < 3; a++)
        {
            for (int b = 0; b < 3; b++)
                Assert.Equal(covariance[a, b], parts.Sum(part => (double)part[a] * part[b]), 1e-3);
        }
        Assert.Equal(0, Vector3.Dot(parts[0], parts[1]), 1e-2);
        Assert.Equal(0, Vector3.Dot(parts[0], parts[2]), 1e-2);
    }

    [Fact]
    public void PrincipalColorsMatchTheImages()
    {
        using NativeContext context = NativeContext.Create(1);
        // Red and green vary together; blue is constant.
        using ArrayPixelStore store = ArrayPixelStore.Bytes(
            2, 16, 3, i => (byte)(i % 3 == 2 ? 90 : i / 3 % 2 == 0 ? 100 : 140));
        ChannelStatistics statistics = new(new ImageSubset(store, new int[2], new long[] { 0, 1 }), context);
        Vector3 all = statistics.PrincipalColors.Mix(1, 1, 1);
        Assert.Equal(20, Math.Abs(all.X), 1e-3);
        Assert.Equal(all.X, all.Y, 1e-3f);
        Assert.Equal(0, all.Z, 1e-3f);
    }
}
