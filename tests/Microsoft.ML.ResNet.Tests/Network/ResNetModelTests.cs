using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML.ResNet.Network;
using Xunit;

namespace Microsoft.ML.ResNet.Tests;

public class ResNetModelTests
{
    private static readonly ResNetModel s_model = TestNetworks.Model(TestNetworks.Small(ResNetShortcut.Projection));

    [Fact]
    public void HashCoversParametersThenStatistics()
    {
        byte[] bytes =
        [
            .. MemoryMarshal.AsBytes(s_model.Parameters.Span), .. MemoryMarshal.AsBytes(s_model.RunningStatistics.Span),
        ];
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), s_model.WeightsSha256);
    }

    [Fact]
    public void CountsNeedNoAllocation()
    {
        Assert.Equal(s_model.Parameters.Length, ResNetModel.ParameterCount(s_model.Architecture, 3, 5));
        Assert.Equal(s_model.RunningStatistics.Length, ResNetModel.StatisticsCount(s_model.Architecture, 3, 5));
    }

    [Theory]
    [InlineData(1, 0, "parameters")]
    [InlineData(0, 1, "statistics")]
    public void RejectsAWrongNumberOfValues(int lessParameters, int lessStatistics, string named)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new ResNetModel(
            s_model.Architecture, 16, 16, 3, 5, s_model.Normalization, s_model.Parameters[lessParameters..],
            s_model.RunningStatistics[lessStatistics..]));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RejectsANormalizationWithOtherChannels() => Assert.Throws<ArgumentException>(() => new ResNetModel(
        s_model.Architecture, 16, 16, 3, 5, new ChannelNormalization([1], [1]), s_model.Parameters,
        s_model.RunningStatistics));

    [Theory]
    [InlineData(float.NaN, 1f)]
    [InlineData(0f, 0f)]
    [InlineData(0f, -1f)]
    [InlineData(0f, float.PositiveInfinity)]
    public void RejectsAnInvalidNormalization(float mean, float deviation) =>
        Assert.Throws<ArgumentException>(() => new ChannelNormalization([mean], [deviation]));
}
